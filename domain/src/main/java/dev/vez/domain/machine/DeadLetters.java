package dev.vez.domain.machine;

import dev.vez.domain.effect.DeadLettersRetried;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.FailureHistory;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.FailureRecord;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Moves messages to the dead-letter queue of their queue, with how they failed. */
final class DeadLetters {

  private final QueueGroup group;
  private final Transfers transfers;

  /** Messages of this entry that had no dead-letter queue, by queue. */
  private final TreeMap<QueueId, Integer> missing = new TreeMap<>();

  DeadLetters(QueueGroup group, Transfers transfers) {
    this.group = group;
    this.transfers = transfers;
  }

  /** The dead-letter queue of a queue, if it has one. */
  @Nullable HostedQueue targetOf(HostedQueue queue) {
    return group.queues.get(queue.deadLetters);
  }

  /** Whether the entry may move one more message. */
  boolean hasRoom() {
    return transfers.hasRoom();
  }

  /** How a message has failed so far. */
  FailureHistory historyOf(HostedQueue queue, MessageInfo message) {
    return message.failuresHash() == 0
        ? FailureHistory.NONE
        : group
            .reader
            .readFailures(queue.id, message.enqueued())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Expected failures of a message of queue "
                            + queue.id
                            + " at "
                            + message.enqueued()));
  }

  /** Moves a message that is nowhere, and whose history the store holds. */
  void move(Flow flow, HostedQueue target, MessageInfo message) {
    move(flow, target, message, message, historyOf(flow.queue, message));
  }

  /**
   * Moves a message that is nowhere.
   *
   * @param stored the message to which the stored history belongs
   * @param history what it is now
   */
  void move(
      Flow flow,
      HostedQueue target,
      MessageInfo stored,
      MessageInfo message,
      FailureHistory history) {
    HostedQueue queue = flow.queue;
    group.changes.removeFailures(queue.sum, queue.id, stored);
    group.changes.addFailures(
        target.sum,
        new FailureRecord(target.id, message.enqueued(), history),
        message.failuresHash());
    transfers.move(flow, target, message);
  }

  /** Notes a message that is retried because its queue has no dead-letter queue. */
  void noteMissing(HostedQueue queue) {
    missing.merge(queue.id, 1, Integer::sum);
  }

  /** Ends the entry: says what was noted. */
  void finish() {
    missing.forEach((queue, count) -> group.entry.effect(new DeadLettersRetried(queue, count)));
    missing.clear();
  }
}
