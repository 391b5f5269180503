package dev.vez.adapters.grpc;

import dev.vez.adapters.grpc.ParsedRequest.NotUnderstood;
import dev.vez.adapters.grpc.ParsedRequest.Understood;
import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Rejection.Draining;
import dev.vez.ports.api.Rejection.OutcomeUnknown;
import dev.vez.ports.api.Result;
import dev.vez.ports.scheduling.Clock;
import dev.vez.protos.vez.v1.PublishRequest;
import dev.vez.protos.vez.v1.PublishResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of batches: hands each to the engine as it comes, and answers them in that order.
 *
 * <p>The transport brings batches on its thread, the engine its answers on others, a drain comes on
 * a third. Each of them notes what has happened and calls {@link #run}, and whichever finds nobody
 * at work does all the work that there is; so everything that is sent comes from one thread at a
 * time, and nobody waits.
 *
 * <p>Once the end is decided no batch is given to the engine any more. So where the stream ends
 * because the server drains, everything that was carried out has been answered.
 */
final class PublishStream extends ServerCall.Listener<ParsedRequest<PublishRequest>>
    implements OpenCall {

  private static final Logger log = LoggerFactory.getLogger(PublishStream.class);

  /** Why the stream ends; the first reason counts. */
  private sealed interface Ending {

    /** The client has sent all that it has: it ends well, once that is answered. */
    record Finished() implements Ending {}

    /** The server drains: what was taken is answered, then it ends. */
    record Drained() implements Ending {}

    /** It ends at once. */
    record Broken(CallFailure failure) implements Ending {}
  }

  private final ServerCall<ParsedRequest<PublishRequest>, PublishResponse> call;
  private final Messaging messaging;
  private final int maxEnqueueBytes;
  private final OpenCalls calls;
  private final Clock clock;
  private final long origin;
  private final ReadingGate gate;

  /** Batches that the client has not been told of, in order. */
  private final ConcurrentLinkedQueue<Batch> unanswered = new ConcurrentLinkedQueue<>();

  private final AtomicInteger signals = new AtomicInteger();

  /** Set under this object, which also keeps batches from coming in after it. */
  private volatile @Nullable Ending ending;

  private volatile boolean clientGone;

  /** Of whoever is at work. */
  private boolean headersSent;

  private boolean closed;

  /**
   * A stream that has brought nothing yet.
   *
   * @param maxEnqueueBytes greatest size of a message on the wire
   * @param room what all streams share
   */
  PublishStream(
      ServerCall<ParsedRequest<PublishRequest>, PublishResponse> call,
      Messaging messaging,
      int maxEnqueueBytes,
      StreamLimits limits,
      SharedRoom room,
      OpenCalls calls,
      Clock clock) {
    this.call = call;
    this.messaging = messaging;
    this.maxEnqueueBytes = maxEnqueueBytes;
    this.calls = calls;
    this.clock = clock;
    this.origin = ConnectionNumbers.of(call);
    this.gate = new ReadingGate(limits, room, () -> call.request(1));
  }

  // From the transport

  @Override
  public void onReady() {
    run();
  }

  @Override
  public void onMessage(ParsedRequest<PublishRequest> message) {
    switch (message) {
      case Understood<PublishRequest>(var request) -> take(request);
      case NotUnderstood<PublishRequest>(var failure) -> end(new Ending.Broken(failure));
    }
  }

  @Override
  public void onHalfClose() {
    end(new Ending.Finished());
  }

  @Override
  public void onCancel() {
    clientGone = true;
    end(new Ending.Finished());
  }

  private void take(PublishRequest request) {
    Batch batch = new Batch(request, clock.monotonicNanos());
    synchronized (this) {
      if (ending != null) {
        return;
      }
      unanswered.add(batch);
    }
    CompletionStage<Result<List<Result<MessageId>>>> result;
    try {
      result =
          PublishWire.checked(
              request,
              maxEnqueueBytes,
              () -> messaging.enqueueBatch(PublishWire.batch(request, origin, true)));
    } catch (RuntimeException e) {
      endUnexpectedly(e);
      return;
    }
    // After the engine has it, for the next one must not overtake it.
    gate.arrived(batch.messages, batch.bytes);
    result.whenComplete((value, failure) -> completed(batch, value, failure));
  }

  private void completed(
      Batch batch, @Nullable Result<List<Result<MessageId>>> value, @Nullable Throwable failure) {
    gate.completed(batch.bytes);
    if (value == null) {
      endUnexpectedly(failure);
      return;
    }
    batch.result.compareAndSet(null, value);
    run();
  }

  // From the server

  @Override
  public void endIfOverdue(long nowNanos) {
    long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(calls.timeoutMillis());
    boolean isAnyOver = false;
    for (Batch batch : unanswered) {
      if (nowNanos - batch.sinceNanos < timeoutNanos) {
        break;
      }
      Rejection unknown = new OutcomeUnknown("no answer within " + calls.timeoutMillis() + " ms");
      isAnyOver |= batch.result.compareAndSet(null, Result.rejected(unknown));
    }
    if (isAnyOver) {
      run();
    }
  }

  @Override
  public void drain() {
    end(new Ending.Drained());
  }

  @Override
  public void abandon() {
    Ending broken =
        new Ending.Broken(
            RejectionStatus.of(
                new OutcomeUnknown("this node has shut down before all was answered")));
    synchronized (this) {
      // Whatever it waited for, it waits no longer.
      ending = unanswered.isEmpty() && ending != null ? ending : broken;
    }
    run();
  }

  private void endUnexpectedly(@Nullable Throwable failure) {
    log.error("{} failed unexpectedly", call.getMethodDescriptor().getFullMethodName(), failure);
    synchronized (this) {
      ending = new Ending.Broken(CallFailure.unexpected());
    }
    run();
  }

  private void end(Ending why) {
    synchronized (this) {
      if (ending == null) {
        ending = why;
      }
    }
    run();
  }

  /** Does what there is to do, or leaves it to whoever is at it. */
  private void run() {
    if (signals.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      work();
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private void work() {
    if (closed) {
      return;
    }
    if (clientGone) {
      close(null);
      return;
    }
    // Read before what waits, for nothing is added after it is set.
    Ending why = ending;
    if (why instanceof Ending.Broken(var failure)) {
      close(failure);
      return;
    }
    answerWhatIsDone();
    if (why != null && unanswered.isEmpty()) {
      close(
          why instanceof Ending.Drained
              ? RejectionStatus.of(new Draining())
              : new CallFailure(Status.OK, new Metadata()));
    }
  }

  private void answerWhatIsDone() {
    if (!headersSent) {
      headersSent = true;
      call.sendHeaders(new Metadata());
    }
    while (call.isReady()) {
      Batch batch = unanswered.peek();
      Result<List<Result<MessageId>>> result = batch == null ? null : batch.result.get();
      if (batch == null || result == null) {
        return;
      }
      unanswered.remove();
      call.sendMessage(PublishWire.response(batch.sequence, result));
      gate.answered(batch.messages, batch.bytes);
    }
  }

  /**
   * The end.
   *
   * @param how none where nobody is left to be told
   */
  private void close(@Nullable CallFailure how) {
    closed = true;
    try {
      if (how != null) {
        how.close(call);
      }
    } finally {
      calls.remove(this);
    }
  }

  /** A batch on its way. Does not keep its messages. */
  private static final class Batch {

    private final long sequence;
    private final int messages;
    private final long bytes;
    private final long sinceNanos;
    private final AtomicReference<@Nullable Result<List<Result<MessageId>>>> result =
        new AtomicReference<>();

    Batch(PublishRequest request, long sinceNanos) {
      this.sequence = request.getSequence();
      this.messages = request.getMessagesCount();
      this.bytes = request.getSerializedSize();
      this.sinceNanos = sinceNanos;
    }
  }
}
