package dev.vez.engine.delivery;

import dev.vez.domain.effect.CloseConsumer;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.machine.CatalogueMachine;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.FailureHistory;
import dev.vez.engine.codec.Content;
import dev.vez.engine.codec.ContentCodec;
import dev.vez.engine.group.LogClock;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreException;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Delivery;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the effects that concern consumers, in log order. On the delivery thread, so that
 * reading payloads from the store never holds up the loop.
 */
final class Deliverer {

  private final Consumers consumers;
  private final StateStore store;
  private final Clock clock;
  private final LeaseCheck leaseCheck;
  private volatile @Nullable LogClock logClock;

  /** This node has ceased to lead: the store may be closed and replaced at any moment. */
  private volatile boolean retired;

  Deliverer(Consumers consumers, StateStore store, Clock clock, LeaseCheck leaseCheck) {
    this.consumers = consumers;
    this.store = store;
    this.clock = clock;
    this.leaseCheck = leaseCheck;
  }

  /** Tells the time of the term that is served. */
  void goBy(LogClock newLogClock) {
    logClock = newLogClock;
    retired = false;
  }

  /** What is still on its way is dropped where the store does not give it any more. */
  void retire() {
    retired = true;
  }

  void run(DeliveryBatch batch) {
    for (DeliveryStep step : batch.steps()) {
      switch (step) {
        case DeliveryStep.HandOut(var deliver, var payload) -> handOut(deliver, payload);
        case DeliveryStep.Close(var close) -> close(close);
      }
    }
    // A batch has many steps for few consumers, and a second flush does nothing.
    for (DeliveryStep step : batch.steps()) {
      if (step instanceof DeliveryStep.HandOut(var deliver, _)) {
        Session session = consumers.find(deliver.consumer());
        if (session != null) {
          session.flush();
        }
      }
    }
  }

  private void handOut(Deliver deliver, @Nullable Bytes fresh) {
    Session session = consumers.find(deliver.consumer());
    if (session == null) {
      consumers.detachUnknown(deliver);
      return;
    }
    if (!session.isOpen() || !session.advanceTo(deliver.lease())) {
      return; // It goes back with the consumer's detaching, or was handed out before.
    }
    Bytes payload = fresh == null ? read(deliver) : fresh;
    FailureHistory failures = failuresOf(session, deliver);
    if (payload == null || failures == null) {
      if (!retired) {
        checkLost(session, deliver);
      }
    } else {
      session.deliver(delivery(session, deliver, ContentCodec.decode(payload), failures));
    }
  }

  /** How the message failed, where its consumer is told: in dead-letter queues. */
  private @Nullable FailureHistory failuresOf(Session session, Deliver deliver) {
    if (deliver.message().failuresHash() == 0
        || !session.queueName().endsWith(CatalogueMachine.DEAD_LETTER_SUFFIX)) {
      return FailureHistory.NONE;
    }
    try {
      return store.readFailures(deliver.queue(), deliver.message().enqueued()).orElse(null);
    } catch (StoreException failure) {
      if (retired) {
        return null;
      }
      throw failure;
    }
  }

  private @Nullable Bytes read(Deliver deliver) {
    try {
      return store.readPayload(deliver.queue(), deliver.message().enqueued()).orElse(null);
    } catch (StoreException failure) {
      if (retired) {
        return null; // The store of a node that leads no more may be gone.
      }
      throw failure;
    }
  }

  private Delivery delivery(
      Session session, Deliver deliver, Content content, FailureHistory failures) {
    return new Delivery(
        session.queueName(),
        deliver.lease(),
        deliver.fairnessKey(),
        deliver.message(),
        FailureHeaders.with(content.headers(), failures),
        content.body(),
        clock.wallMillis(),
        millisLeft(deliver.deadlineMicros()));
  }

  private long millisLeft(long deadlineMicros) {
    LogClock current = logClock;
    return current == null
        ? 0
        : Math.max(0, TimeUnit.MICROSECONDS.toMillis(deadlineMicros - current.nowMicros()));
  }

  private void checkLost(Session session, Deliver deliver) {
    leaseCheck.check(
        deliver,
        () -> {
          if (!retired) {
            throw new IllegalStateException(
                "Expected all that belongs to message "
                    + deliver.message().id()
                    + ", which is leased");
          }
        },
        session::dropDelivery);
  }

  private void close(CloseConsumer close) {
    Session session = consumers.find(close.consumer());
    if (session != null) {
      session.terminate(
          switch (close.reason()) {
            case QUEUE_DELETED -> new Rejection.QueueNotFound(session.queueName());
            case LEADER_CHANGED -> new Rejection.NotLeader("");
          });
    }
  }
}
