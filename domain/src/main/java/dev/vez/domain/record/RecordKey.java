package dev.vez.domain.record;

import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;

/**
 * Key of a logical record. Within one type keys are ordered by their components from left to right:
 * ids by number, text by its UTF-8 bytes.
 */
public sealed interface RecordKey {

  /** The kind of record that lies under this key. */
  RecordType type();

  /** The one record of its group: log time, version, settings, mark. */
  record OfGroup() implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.GROUP;
    }
  }

  /** A queue hosted by the group. */
  record OfQueue(QueueId queue) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.QUEUE;
    }
  }

  /** The flow of one fairness key. */
  record OfFlow(QueueId queue, String fairnessKey) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.FLOW;
    }
  }

  /** A message that waits in its flow. */
  record OfMessage(QueueId queue, String fairnessKey, Place place) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.MESSAGE;
    }
  }

  /** A payload, under the place of the message's enqueue. */
  record OfPayload(QueueId queue, Place enqueued) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.PAYLOAD;
    }
  }

  /** A lease that is alive. */
  record OfLease(QueueId queue, LeaseId lease) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.LEASE;
    }
  }

  /** An attached consumer. */
  record OfConsumer(QueueId queue, ConsumerId consumer) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.CONSUMER;
    }
  }

  /** The digest sum of one queue; {@link QueueId#NONE} for everything else in the group. */
  record OfDigest(QueueId queue) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.DIGEST;
    }
  }

  /** A queue's entry in the catalogue, by name. */
  record OfCatalogue(String name) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.CATALOGUE;
    }
  }

  /** A catalogue change that a data group has not confirmed yet. */
  record OfPendingChange(int group, Mark mark) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.PENDING_CHANGE;
    }
  }

  /** An entry of the runtime configuration, by its key. */
  record OfConfig(String name) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.CONFIG;
    }
  }

  /** A message that stays away for a time. */
  record OfDelayed(QueueId queue, long dueMicros, Place place) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.DELAYED;
    }
  }

  /** The failed attempts of a message, under the place of its enqueue. */
  record OfFailure(QueueId queue, Place enqueued) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.FAILURE;
    }
  }

  /** The last redrive of a dead-letter queue. */
  record OfRedrive(QueueId queue) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.REDRIVE;
    }
  }

  /** An idempotency key that was used. */
  record OfIdempotencyKey(QueueId queue, String idempotencyKey) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.IDEMPOTENCY_KEY;
    }
  }

  /** The end of the window of an idempotency key. */
  record OfKeyExpiry(QueueId queue, long expiresMicros, String idempotencyKey)
      implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.KEY_EXPIRY;
    }
  }

  /** How many idempotency keys a queue has. */
  record OfKeyCount(QueueId queue) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.KEY_COUNT;
    }
  }

  /** The last mark issued to one data group. */
  record OfGroupMark(int group) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.GROUP_MARK;
    }
  }

  /** The token bucket of one throttle key. */
  record OfBucket(String throttleKey) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.BUCKET;
    }
  }

  /** How the bucket of a throttle key is shared out. */
  record OfShares(String throttleKey) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.SHARES;
    }
  }

  /** A node of the cluster. */
  record OfMember(long nodeId) implements RecordKey {
    @Override
    public RecordType type() {
      return RecordType.MEMBER;
    }
  }
}
