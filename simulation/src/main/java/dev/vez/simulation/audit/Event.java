package dev.vez.simulation.audit;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.GroupSetting;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run, seen at the edge of a node: what it was asked, what it said,
 * and what its ports did. Messages, consumers and calls are known by the number of the call that
 * made them. An incarnation is a node from a start to its end; numbers grow over the whole run.
 */
public sealed interface Event {

  /** A call reached a node. */
  sealed interface Called extends Event {

    /** Number of the call, unique in the run. */
    long call();

    /** The node from a start to its end that took it. */
    int incarnation();

    /** Name of the queue that it concerns, empty for none. */
    String queue();
  }

  /** What a consumer may do with its lease. */
  enum Verb {
    ACK,
    NACK,
    EXTEND
  }

  /** To create a queue whose leases last {@code visibilityMillis}. */
  record CreateCalled(long call, int incarnation, String queue, long visibilityMillis)
      implements Called {}

  /** To delete a queue. */
  record DeleteCalled(long call, int incarnation, String queue) implements Called {}

  /**
   * To accept a message.
   *
   * @param origin the connection
   * @param key the fairness key that the queue's script is to choose
   * @param weight the weight that it is to choose
   * @param throttleKeys the token buckets that it is to choose
   * @param failure what the queue's script is to make of failed attempts; none where it has none,
   *     or may be bypassed
   * @param isPoison whether the queue's script fails on it
   * @param idempotencyKey by which a repeat is known, empty for none
   */
  record EnqueueCalled(
      long call,
      int incarnation,
      String queue,
      long origin,
      String key,
      int weight,
      List<String> throttleKeys,
      @Nullable FailurePlan failure,
      boolean isPoison,
      String idempotencyKey)
      implements Called {}

  /** To attach a consumer with room for {@code window} messages. */
  record SubscribeCalled(long call, int incarnation, String queue, int window) implements Called {}

  /**
   * To settle a message or extend its lease.
   *
   * @param lease {@link LeaseId#NONE} for whichever is alive
   * @param durationMillis of an extension, else 0
   */
  record SettleCalled(
      long call,
      int incarnation,
      String queue,
      Verb verb,
      long message,
      LeaseId lease,
      long durationMillis)
      implements Called {}

  /**
   * To move dead letters back.
   *
   * @param queue the dead-letter queue
   * @param count at most, 0 for all
   */
  record RedriveCalled(long call, int incarnation, String queue, long count) implements Called {}

  /** To set an entry of the runtime configuration; an empty value removes it. */
  record SetConfigCalled(long call, int incarnation, String key, String value) implements Called {

    @Override
    public String queue() {
      return "";
    }
  }

  /** The node answered a call. */
  record Answered(long call, Answer answer) implements Event {}

  /** The node is about to answer that the message of a call is accepted, under this id. */
  record Identified(long call, MessageId id) implements Event {}

  /**
   * The node gave a message to the transport of a consumer.
   *
   * @param message what the body says that it is, 0 where the body is not one that was sent
   * @param leaseMillis what is left of the lease, as told to the consumer
   */
  record Delivered(
      long consumer,
      String queue,
      long message,
      LeaseId lease,
      String key,
      Place enqueued,
      int attempts,
      long leaseMillis,
      List<String> throttleKeys)
      implements Event {}

  /** The transport has taken the consumer's next delivery. */
  record HandedOver(long consumer, LeaseId lease) implements Event {}

  /** The transport has told the node that the consumer is gone. */
  record Closed(long consumer) implements Event {}

  /** The node has ended a subscription. */
  record Ended(long consumer, Answer reason) implements Event {}

  /** A node begins to start; its wall clock is ahead of virtual time by {@code wallAheadMillis}. */
  record NodeStarted(int node, int incarnation, long wallAheadMillis) implements Event {}

  /** A node takes calls. */
  record NodeReady(int node, int incarnation) implements Event {}

  /** A node has stopped in good order. */
  record NodeStopped(int node, int incarnation) implements Event {}

  /** A node is gone, with what its stores had not synced or a part of it. */
  record NodeLost(int node, int incarnation) implements Event {}

  /** The wall clock of a node was set. */
  record ClockJumped(int node, long wallAheadMillis) implements Event {}

  /** A node opened the store of a group, which holds the state up to {@code index}. */
  record StoreOpened(int node, int group, long index, Digest digest) implements Event {}

  /** A node took the state of another one in the place of its own. */
  record SnapshotRestored(int node, int group, long index, Digest digest) implements Event {}

  /** A node wrote an entry to the store of a group; log time and digest are those after it. */
  record EntryWritten(int node, int group, long index, long term, long logTimeMicros, Digest digest)
      implements Event {}

  /**
   * What an entry has changed in a data group; told once, when the first node writes it.
   *
   * @param logTimeMicros log time of the entry
   * @param limits rates that it has set, in order, before any lease began
   * @param leases that it has begun, in order, after all else
   * @param backlogs what waits after it, of each key that it has touched
   * @param missteps what it has done with messages that nothing may do
   * @param keySteps what it was asked that idempotency keys depend on, in order
   */
  record Scheduled(
      int group,
      long index,
      long logTimeMicros,
      List<LimitSet> limits,
      List<LeaseBegun> leases,
      List<Backlog> backlogs,
      List<Misstep> missteps,
      List<KeyStep> keySteps)
      implements Event {}

  /** Something that idempotency keys depend on. */
  sealed interface KeyStep {

    /**
     * A message with a key.
     *
     * @param number what the body says that it is
     * @param isPlaced whether the entry has put it into its queue
     */
    record Used(QueueId queue, String key, MessageId message, long number, boolean isPlaced)
        implements KeyStep {}

    /** A setting was changed. */
    record Changed(GroupSetting setting, long value) implements KeyStep {}

    /** A queue was deleted. */
    record QueueGone(QueueId queue) implements KeyStep {}
  }

  /**
   * A token bucket was given other limits.
   *
   * @param limits none where it was removed
   */
  record LimitSet(String throttleKey, @Nullable RateLimit limits) {}

  /** A message was leased, and so took a token of each of its buckets. */
  record LeaseBegun(LeaseId lease, QueueId queue, String key, List<String> throttleKeys) {}

  /** So many messages of a key wait, be it for their turn or for a token. */
  record Backlog(QueueId queue, String key, long pending) {}

  /** An entry did with a message what no entry may do. */
  record Misstep(int group, long index, Invariant invariant, String what) {}

  /** A redrive has ended, and its caller was told how many messages it moved. */
  record Redriven(long call, long moved) implements Event {}

  /** The configuration that the broker shows. */
  record ConfigListed(Map<String, String> entries) implements Event {}

  /** A leader appended an entry that was proposed for another term than its own. */
  record StaleAppended(int group, long index, long term) implements Event {}

  /** The store of a group failed, so the group is to stop on this node. */
  record StoreFailed(int node, int incarnation, int group) implements Event {}

  /** The store of a group was read as a whole and counted again. */
  record Recounted(int node, int group, long index, RecountResult result) implements Event {}

  /** From now on nothing fails any more, and consumers are healthy. */
  record FaultsEnded() implements Event {}

  /**
   * Nothing is left in any queue.
   *
   * @param queues names of all queues
   */
  record Drained(List<String> queues) implements Event {}

  /** Time is up, and this is what is left to do. */
  record NotDrained(String remaining) implements Event {}

  /** Something threw where nothing may. */
  record Thrown(String what) implements Event {}
}
