package dev.vez.engine.group;

import dev.vez.ports.api.Rejection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the loop. Any thread puts in, the loop takes out; nobody ever waits for a lock.
 * Requests and inquiries are bounded, apart from requests whose sources bound them; the engine's
 * own commands are not, because each of their sources has one at a time.
 *
 * @param <M> the state machine
 */
final class Inbox<M> {

  private final ConcurrentLinkedQueue<Submission> requests = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<OwnCommand> ownCommands = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Inquiry<M>> inquiries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong waitingBytes = new AtomicLong();

  /** True from a signal to the loop until the loop looks. */
  private final AtomicBoolean signalled = new AtomicBoolean();

  private final GroupOptions options;
  private final Runnable signal;

  /** Why new requests are refused; none while this node serves. */
  private volatile @Nullable Rejection refusal = new Rejection.NotLeader("");

  /** Once the loop looks no more. */
  private volatile @Nullable Rejection closed;

  /**
   * An inbox that refuses until it is opened.
   *
   * @param signal makes the loop look; called once for any number of arrivals
   */
  Inbox(GroupOptions options, Runnable signal) {
    this.options = options;
    this.signal = signal;
  }

  void offer(Submission request) {
    Rejection reason = request.isBoundedBySource() ? refusal : admit(request.bytes());
    if (reason != null) {
      request.refused(reason);
      return;
    }
    requests.add(request);
    arrived();
  }

  void offer(Inquiry<M> inquiry) {
    Rejection reason = admit(0);
    if (reason != null) {
      inquiry.refused(reason);
      return;
    }
    inquiries.add(inquiry);
    arrived();
  }

  void offer(OwnCommand command) {
    ownCommands.add(command);
    arrived();
  }

  /** To be called by the loop before it looks. */
  void acknowledgeSignal() {
    signalled.set(false);
  }

  @Nullable Submission peekRequest() {
    return requests.peek();
  }

  @Nullable Submission pollRequest() {
    Submission request = requests.poll();
    if (request != null && !request.isBoundedBySource()) {
      waiting.decrementAndGet();
      waitingBytes.addAndGet(-request.bytes());
    }
    return request;
  }

  @Nullable OwnCommand pollOwnCommand() {
    return ownCommands.poll();
  }

  @Nullable Inquiry<M> pollInquiry() {
    Inquiry<M> inquiry = inquiries.poll();
    if (inquiry != null) {
      waiting.decrementAndGet();
    }
    return inquiry;
  }

  boolean isEmpty() {
    return requests.isEmpty() && ownCommands.isEmpty() && inquiries.isEmpty();
  }

  /** Takes requests from now on. */
  void open() {
    refusal = null;
  }

  /** Refuses what comes from now on; what waits already goes on waiting. */
  void refuseFromNowOn(Rejection reason) {
    refusal = reason;
  }

  /** Refuses all that waits. */
  void refuseWaiting(Rejection reason) {
    for (Submission each = pollRequest(); each != null; each = pollRequest()) {
      each.refused(reason);
    }
    for (Inquiry<M> each = pollInquiry(); each != null; each = pollInquiry()) {
      each.refused(reason);
    }
    for (OwnCommand each = pollOwnCommand(); each != null; each = pollOwnCommand()) {
      each.abandoned(reason);
    }
  }

  /** Nobody will look any more: refuses all that waits and all that comes. */
  void close(Rejection reason) {
    refusal = reason;
    closed = reason;
    refuseWaiting(reason);
  }

  private @Nullable Rejection admit(int bytes) {
    Rejection reason = refusal;
    if (reason != null) {
      return reason;
    }
    if (waiting.incrementAndGet() > options.inboxRequestsMax()) {
      waiting.decrementAndGet();
      return full(
          "limits.inbox_requests_max", options.inboxRequestsMax() + " requests wait already");
    }
    if (bytes > 0 && waitingBytes.addAndGet(bytes) > options.inboxBytesMax()) {
      waitingBytes.addAndGet(-bytes);
      waiting.decrementAndGet();
      return full(
          "limits.inbox_bytes_max",
          "the requests that wait would exceed " + options.inboxBytesMax() + " bytes");
    }
    return null;
  }

  private Rejection full(String limit, String problem) {
    return new Rejection.ResourceExhausted(limit, problem, options.retryAfterMillis());
  }

  private void arrived() {
    Rejection reason = closed;
    if (reason != null) {
      refuseWaiting(reason);
    } else if (!signalled.get() && signalled.compareAndSet(false, true)) {
      signal.run();
    }
  }
}
