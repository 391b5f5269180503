package dev.vez.domain.machine;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.QueueRecord;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A queue in memory: its flows and their ring, its leases, its consumers and their ring. The ring
 * that it may itself be in is that of the queues with a window in memory.
 */
final class HostedQueue extends Ring.Link<HostedQueue> {

  /** The earliest registered deadline first, then the earliest queue. */
  static final Comparator<HostedQueue> BY_REGISTERED_DEADLINE =
      Comparator.<HostedQueue>comparingLong(queue -> queue.registeredDeadlineMicros)
          .thenComparing(queue -> queue.id);

  final QueueId id;
  final long visibilityTimeoutMicros;
  final DigestSum sum;

  /** Its dead-letter queue, which may be gone; {@link QueueId#NONE} where it has none. */
  QueueId deadLetters;

  /** As in its record. */
  int maxAttempts;

  /** Looked up by key, never iterated. */
  final Map<String, Flow> flows = new HashMap<>();

  /** Flows with pending messages, in the order of their turns. */
  final Ring<Flow> ring = new Ring<>();

  /** Where its flows wait for tokens. */
  final Ring<Stall> stalls = new Ring<>();

  /** Those of them whose bucket has a token. */
  final TreeSet<Stall> ripe = new TreeSet<>(Stall.BY_FIRST);

  /** Looked up by message, never iterated. */
  final Map<MessageId, Lease> leases = new HashMap<>();

  final TreeSet<Lease> deadlines = new TreeSet<>(Lease.BY_DEADLINE);
  final TreeMap<ConsumerId, AttachedConsumer> consumers = new TreeMap<>();

  /** Consumers with credit, in the order of their turns. */
  final Ring<AttachedConsumer> readyConsumers = new Ring<>();

  /** Windows that hold anything, the one that changed longest ago first. */
  final Ring<Window> windows = new Ring<>();

  long windowBytes;
  long pending;
  long delayed;

  /** When the first of its delayed messages is due; {@link Long#MAX_VALUE} where it has none. */
  long nextDueMicros = Long.MAX_VALUE;

  /** Idempotency keys of which it knows a use. */
  long keys;

  /** When the window of the first of them ends; {@link Long#MAX_VALUE} where it has none. */
  long nextKeyExpiryMicros = Long.MAX_VALUE;

  /** Hash of the record of both, as it was written last; zero where there is none. */
  Digest keyCountWritten = Digest.ZERO;

  /** Whether the entry that is being applied has changed them. */
  boolean keysDirty;

  /** At or before the earliest deadline; where the group's timetable has it. */
  long registeredDeadlineMicros = Long.MAX_VALUE;

  /** Turns of keys that began in the entry that is being applied, and rotations completed. */
  int visits;

  int rounds;

  /** With the end of whose turn the rotation is complete. It counts for figures only. */
  @Nullable Flow lastOfRound;

  /** Whether it has a consumer with credit and room for a lease. */
  boolean deliverable;

  boolean runnable;

  HostedQueue(QueueRecord record, Digest sumSoFar, DigestSum.Total total) {
    id = record.id();
    visibilityTimeoutMicros = record.visibilityTimeoutMillis() * 1_000;
    deadLetters = record.deadLetters();
    maxAttempts = record.maxAttempts();
    sum = new DigestSum(id, sumSoFar, total);
  }

  QueueRecord toRecord() {
    return new QueueRecord(id, visibilityTimeoutMicros / 1_000, deadLetters, maxAttempts);
  }

  int inFlight() {
    return leases.size();
  }
}
