package dev.vez.engine.delivery;

import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.DetachConsumer;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.command.ReleaseLeases;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.LeasedMessage;
import dev.vez.domain.outcome.AttachOutcome;
import dev.vez.domain.outcome.ConsumerAttached;
import dev.vez.domain.outcome.ConsumerDetached;
import dev.vez.domain.outcome.ConsumerMissing;
import dev.vez.domain.outcome.CreditGranted;
import dev.vez.domain.outcome.CreditOutcome;
import dev.vez.domain.outcome.DetachOutcome;
import dev.vez.domain.outcome.LeasesReleased;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.domain.outcome.ReleaseOutcome;
import dev.vez.engine.group.OwnCommand;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.DeliverySink;
import dev.vez.ports.scheduling.Timers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer, from its attaching to its detaching.
 *
 * <p>It has at most one command on its way at any time, and decides what the next one is only when
 * that is proposed: attach first; then detach where it was closed; else a grant of what has been
 * handed over so far plus the window, once half a window has been handed over since the last. A
 * command that is lost is proposed again by the group, with figures of then.
 *
 * <p>A consumer that grants its credit itself is given what its {@link Allowance} says in place of
 * the window; and where it wants so, what it holds is released after it is detached, the last
 * first.
 */
final class Session implements CreditedConsumer, OwnCommand {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** Leases that one command releases at most. */
  private static final int RELEASED_AT_ONCE = 1_024;

  private enum Step {
    ATTACH,
    GRANT,
    DETACH,
    RELEASE
  }

  private final ConsumerId id;
  private final QueueId queue;
  private final String queueName;
  private final Allowance allowance;
  private final DeliverySink sink;
  private final Consumers consumers;

  /** What it holds, where anybody wants to know. */
  private final @Nullable HeldLeases held;

  private final boolean isReleasing;
  private final AtomicReference<Timers.@Nullable Cancellation> expiry = new AtomicReference<>();
  private final CompletableFuture<Result<Session>> accepted = new CompletableFuture<>();

  /** Whether a command is on its way. */
  private final AtomicBoolean proposing = new AtomicBoolean();

  /** Deliveries that the transport has taken, or that were dropped. */
  private final AtomicLong done = new AtomicLong();

  /** The last lease that the transport has taken. Written before {@link #done}, read after it. */
  private volatile LeaseId handedOver = LeaseId.NONE;

  /** What the allowance was at the last grant. */
  private volatile long grantedUpTo;

  private volatile Step step = Step.ATTACH;
  private volatile boolean attached;
  private volatile boolean closed;
  private volatile boolean detached;

  /** Nothing more is to be proposed, and the sink hears nothing more. */
  private volatile boolean over;

  /** Belongs to the delivery thread. */
  private LeaseId lastDelivered = LeaseId.NONE;

  private boolean isFlushDue;

  Session(
      ConsumerId id,
      QueueId queue,
      String queueName,
      ConsumerTerms terms,
      DeliverySink sink,
      Consumers consumers) {
    this.id = id;
    this.queue = queue;
    this.queueName = queueName;
    this.sink = sink;
    this.consumers = consumers;
    switch (terms) {
      case ConsumerTerms.Windowed(var window) -> {
        held = null;
        isReleasing = false;
        allowance = new Allowance.Window(window);
      }
      case ConsumerTerms.Credited(var request) -> {
        HeldLeases leases = new HeldLeases();
        held = leases;
        isReleasing = request.atEnd() == SubscribeRequest.AtEnd.RELEASE;
        allowance = new Allowance.Credit(request, leases);
      }
    }
    grantedUpTo = allowance.upTo(0);
  }

  ConsumerId id() {
    return id;
  }

  String queueName() {
    return queueName;
  }

  /** Completes once it is attached, or is not going to be. */
  CompletableFuture<Result<Session>> accepted() {
    return accepted;
  }

  /** Proposes the next command, unless one is on its way or none is needed. */
  void proposeNext() {
    if (isCommandWanted() && proposing.compareAndSet(false, true)) {
      consumers.propose(this);
    }
  }

  @Override
  public void handedOver(LeaseId lease) {
    if (!closed) {
      handedOver = lease;
      oneMoreDone();
    }
  }

  @Override
  public void handedOver(LeaseId last, int count) {
    if (!closed) {
      handedOver = last;
      done.addAndGet(count);
      proposeNext();
    }
  }

  @Override
  public void grant(long messages) {
    allowance.grant(messages);
    proposeNext();
  }

  @Override
  public void ended(LeaseId lease) {
    HeldLeases leases = held;
    if (leases != null) {
      leases.end(lease);
      proposeNext();
    }
  }

  @Override
  public void extended(LeaseId lease, long durationMillis) {
    HeldLeases leases = held;
    if (leases != null) {
      leases.extend(lease, deadlineNanos(durationMillis));
    }
  }

  @Override
  public void close() {
    closed = true;
    proposeNext();
  }

  /** Whether deliveries still have somewhere to go. */
  boolean isOpen() {
    return !closed && !over;
  }

  /**
   * Whether a delivery is the next one; one that came before is not. To be asked once for each. On
   * the delivery thread.
   */
  boolean advanceTo(LeaseId lease) {
    if (lease.compareTo(lastDelivered) <= 0) {
      return false;
    }
    lastDelivered = lease;
    return true;
  }

  /** Hands a delivery to the transport. On the delivery thread. */
  void deliver(Delivery delivery) {
    allowance.delivered(delivery);
    HeldLeases leases = held;
    if (leases != null) {
      leases.add(delivery.message().id(), delivery.lease(), deadlineNanos(delivery.leaseMillis()));
      expectExpiry(leases);
    }
    isFlushDue = true;
    try {
      sink.deliver(delivery);
    } catch (RuntimeException faulty) {
      LOG.warn("Consumer {} is detached, because its transport threw", id, faulty);
      close();
    }
  }

  /** Tells the transport that nothing more comes at this moment. On the delivery thread. */
  void flush() {
    if (isFlushDue) {
      isFlushDue = false;
      sink.flush();
    }
  }

  /** A delivery's lease was gone before it could be handed over: its credit comes back. */
  void dropDelivery() {
    consumers.onDeliveryThread(
        () -> {
          allowance.dropped();
          oneMoreDone();
        });
  }

  private long deadlineNanos(long durationMillis) {
    return consumers.clock().monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(durationMillis);
  }

  /** One timer at a time looks for leases that end without a word. */
  private void expectExpiry(HeldLeases leases) {
    if (expiry.get() != null || !isOpen()) {
      return;
    }
    long nanos = leases.nextDeadline(consumers.clock().monotonicNanos());
    if (nanos != Long.MAX_VALUE) {
      Timers.Cancellation timer = consumers.timers().schedule(nanos, () -> expire(leases));
      if (!expiry.compareAndSet(null, timer)) {
        timer.cancel();
      }
    }
  }

  private void expire(HeldLeases leases) {
    expiry.set(null);
    leases.expire(consumers.clock().monotonicNanos());
    expectExpiry(leases);
    proposeNext();
  }

  /**
   * Ends it, without detaching: its group does not know it any more, or soon will not. On the
   * delivery thread.
   */
  void terminate(Rejection reason) {
    if (!over) {
      over = true;
      consumers.remove(this);
      tell(reason);
    }
  }

  /** Ends it and detaches it. On the delivery thread. */
  void dismiss(Rejection reason) {
    if (isOpen()) {
      tell(reason);
      close();
    }
  }

  @Override
  public Command command() {
    if (!attached) {
      step = Step.ATTACH;
      grantedUpTo = allowance.upTo(0);
      return new AttachConsumer(queue, id, grantedUpTo);
    }
    if (detached) {
      step = Step.RELEASE;
      return new ReleaseLeases(queue, lastHeld());
    }
    if (closed) {
      step = Step.DETACH;
      return new DetachConsumer(queue, id, handedOver);
    }
    step = Step.GRANT;
    long upTo = allowance.upTo(done.get());
    grantedUpTo = upTo;
    return new GrantCredit(queue, id, upTo, handedOver);
  }

  @Override
  public void applied(Outcome outcome) {
    boolean goesOn =
        switch (step) {
          case ATTACH -> onAttach((AttachOutcome) outcome);
          case GRANT -> onGrant((CreditOutcome) outcome);
          case DETACH -> onDetach((DetachOutcome) outcome);
          case RELEASE -> onRelease((ReleaseOutcome) outcome);
        };
    // At its end the flag stays, so that nothing is proposed any more.
    if (goesOn) {
      proposing.set(false);
      proposeNext();
    }
  }

  @Override
  public void abandoned(Rejection reason) {
    consumers.terminateLater(this, reason);
  }

  private boolean onAttach(AttachOutcome outcome) {
    return switch (outcome) {
      case ConsumerAttached() -> {
        attached = true;
        accepted.complete(Result.accepted(this));
        yield true;
      }
      case QueueMissing() -> {
        consumers.terminateLater(this, new Rejection.QueueNotFound(queueName));
        yield false;
      }
    };
  }

  private boolean onGrant(CreditOutcome outcome) {
    return switch (outcome) {
      case CreditGranted _ -> true;
      case ConsumerMissing() -> {
        // Why it is gone was said by an effect before, or else nobody knows.
        consumers.terminateLater(this, new Rejection.NotLeader(""));
        yield false;
      }
    };
  }

  private boolean onDetach(DetachOutcome outcome) {
    return switch (outcome) {
      case ConsumerDetached _ -> {
        detached = true;
        yield goesOnReleasing();
      }
    };
  }

  private boolean onRelease(ReleaseOutcome outcome) {
    return switch (outcome) {
      case LeasesReleased _ -> {
        lastHeld().forEach(released -> held().end(released.lease()));
        yield goesOnReleasing();
      }
    };
  }

  private boolean goesOnReleasing() {
    if (isReleasing && held().size() > 0) {
      return true;
    }
    over = true;
    consumers.remove(this);
    return false;
  }

  private List<LeasedMessage> lastHeld() {
    return held().last(RELEASED_AT_ONCE);
  }

  private HeldLeases held() {
    HeldLeases leases = held;
    if (leases == null) {
      throw new IllegalStateException("Expected a consumer whose leases are known");
    }
    return leases;
  }

  private boolean isCommandWanted() {
    if (over || !attached || closed) {
      return !over;
    }
    long upTo = allowance.upTo(done.get());
    return upTo - grantedUpTo >= allowance.worthAGrant(upTo);
  }

  private void oneMoreDone() {
    done.incrementAndGet();
    proposeNext();
  }

  private void tell(Rejection reason) {
    if (!accepted.complete(Result.rejected(reason)) && !closed) {
      sink.end(reason);
    }
  }
}
