package dev.vez.engine.delivery;

import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.DetachConsumer;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.outcome.AttachOutcome;
import dev.vez.domain.outcome.ConsumerAttached;
import dev.vez.domain.outcome.ConsumerDetached;
import dev.vez.domain.outcome.ConsumerMissing;
import dev.vez.domain.outcome.CreditGranted;
import dev.vez.domain.outcome.CreditOutcome;
import dev.vez.domain.outcome.DetachOutcome;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.engine.group.OwnCommand;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.DeliverySink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer, from its attaching to its detaching.
 *
 * <p>It has at most one command on its way at any time, and decides what the next one is only when
 * that is proposed: attach first; then detach where it was closed; else a grant of what has been
 * handed over so far plus the window, once half a window has been handed over since the last. A
 * command that is lost is proposed again by the group, with figures of then.
 */
final class Session implements Subscription, OwnCommand {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private enum Step {
    ATTACH,
    GRANT,
    DETACH
  }

  private final ConsumerId id;
  private final QueueId queue;
  private final String queueName;
  private final int window;
  private final DeliverySink sink;
  private final Consumers consumers;
  private final CompletableFuture<Result<Subscription>> accepted = new CompletableFuture<>();

  /** Whether a command is on its way. */
  private final AtomicBoolean proposing = new AtomicBoolean();

  /** Deliveries that the transport has taken, or that were dropped. */
  private final AtomicLong done = new AtomicLong();

  /** The last lease that the transport has taken. Written before {@link #done}, read after it. */
  private volatile LeaseId handedOver = LeaseId.NONE;

  /** What {@link #done} was at the last grant. */
  private volatile long doneAtGrant;

  private volatile Step step = Step.ATTACH;
  private volatile boolean attached;
  private volatile boolean closed;

  /** Nothing more is to be proposed, and the sink hears nothing more. */
  private volatile boolean over;

  /** Belongs to the delivery thread. */
  private LeaseId lastDelivered = LeaseId.NONE;

  Session(
      ConsumerId id,
      QueueId queue,
      String queueName,
      int window,
      DeliverySink sink,
      Consumers consumers) {
    this.id = id;
    this.queue = queue;
    this.queueName = queueName;
    this.window = window;
    this.sink = sink;
    this.consumers = consumers;
  }

  ConsumerId id() {
    return id;
  }

  String queueName() {
    return queueName;
  }

  /** Completes once it is attached, or is not going to be. */
  CompletableFuture<Result<Subscription>> accepted() {
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
    try {
      sink.deliver(delivery);
    } catch (RuntimeException faulty) {
      LOG.warn("Consumer {} is detached, because its transport threw", id, faulty);
      close();
    }
  }

  /** A delivery's lease was gone before it could be handed over: its credit comes back. */
  void dropDelivery() {
    oneMoreDone();
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
      return new AttachConsumer(queue, id, window);
    }
    if (closed) {
      step = Step.DETACH;
      return new DetachConsumer(queue, id, handedOver);
    }
    step = Step.GRANT;
    long doneSoFar = done.get();
    doneAtGrant = doneSoFar;
    return new GrantCredit(queue, id, doneSoFar + window, handedOver);
  }

  @Override
  public void applied(Outcome outcome) {
    boolean goesOn =
        switch (step) {
          case ATTACH -> onAttach((AttachOutcome) outcome);
          case GRANT -> onGrant((CreditOutcome) outcome);
          case DETACH -> onDetach((DetachOutcome) outcome);
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
        over = true;
        consumers.remove(this);
        yield false;
      }
    };
  }

  private boolean isCommandWanted() {
    return !over && (!attached || closed || done.get() - doneAtGrant >= Math.max(1, window / 2));
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
