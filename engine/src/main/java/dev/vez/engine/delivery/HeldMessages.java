package dev.vez.engine.delivery;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.machine.QueueMachine;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Finds a message that is under a lease, with its payload: on the loop where the payload is fresh,
 * else with a read of the store on the delivery thread, which is there until the store is closed.
 */
final class HeldMessages {

  /** Asks the machine, or refuses the answer. */
  @FunctionalInterface
  interface Asking {
    void ask(
        CompletableFuture<Result<Optional<HeldMessage>>> answer, Consumer<QueueMachine> question);
  }

  private final FreshPayloads freshPayloads;
  private final StateStore store;
  private final Asking machine;
  private final Consumer<Runnable> deliveryThread;

  /** This node has ceased to lead: the store may be closed and replaced at any moment. */
  private volatile boolean retired;

  /**
   * @param deliveryThread runs a task there; what it throws stops the group
   */
  HeldMessages(
      FreshPayloads freshPayloads,
      StateStore store,
      Asking machine,
      Consumer<Runnable> deliveryThread) {
    this.freshPayloads = freshPayloads;
    this.store = store;
    this.machine = machine;
    this.deliveryThread = deliveryThread;
  }

  /** The node leads, by this store. */
  void serve() {
    retired = false;
  }

  /** What the store does not give any more is not an error from now on. */
  void retire() {
    retired = true;
  }

  /** Completes on the loop or on the delivery thread; empty where no lease is alive. */
  CompletableFuture<Result<Optional<HeldMessage>>> find(QueueId queue, MessageId message) {
    CompletableFuture<Result<Optional<HeldMessage>>> answer = new CompletableFuture<>();
    find(queue, message, LeaseId.NONE, answer);
    return answer;
  }

  /**
   * @param missedUnder lease under which the payload was not found
   */
  private void find(
      QueueId queue,
      MessageId message,
      LeaseId missedUnder,
      CompletableFuture<Result<Optional<HeldMessage>>> answer) {
    machine.ask(
        answer,
        asked -> {
          LeaseRecord lease = asked.lease(queue, message).orElse(null);
          if (lease == null) {
            answer.complete(Result.accepted(Optional.empty()));
            return;
          }
          if (lease.id().equals(missedUnder)) {
            answer.complete(Result.rejected(new Rejection.NotLeader("")));
            if (!retired) {
              throw new IllegalStateException(
                  "Expected a payload for message " + message + ", which is leased");
            }
            return;
          }
          Bytes fresh = freshPayloads.find(lease.message().enqueued());
          if (fresh != null) {
            answer.complete(held(lease, fresh));
          } else {
            deliveryThread.accept(() -> read(lease, answer));
          }
        });
  }

  private void read(LeaseRecord lease, CompletableFuture<Result<Optional<HeldMessage>>> answer) {
    MessageInfo message = lease.message();
    Optional<Bytes> payload;
    try {
      payload = store.readPayload(lease.queue(), message.enqueued());
    } catch (RuntimeException failure) {
      // Nothing was proposed; the group stops by the failure.
      answer.complete(Result.rejected(new Rejection.NotLeader("")));
      if (retired && failure instanceof StoreException) {
        return; // The store of a node that leads no more may be gone.
      }
      throw failure;
    }
    if (payload.isPresent()) {
      answer.complete(held(lease, payload.get()));
    } else {
      find(lease.queue(), message.id(), lease.id(), answer);
    }
  }

  private static Result<Optional<HeldMessage>> held(LeaseRecord lease, Bytes payload) {
    return Result.accepted(
        Optional.of(new HeldMessage(lease.id(), lease.message().nextAttempt(), payload)));
  }
}
