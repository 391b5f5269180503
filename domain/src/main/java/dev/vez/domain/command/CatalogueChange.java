package dev.vez.domain.command;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.GroupSetting;
import dev.vez.domain.record.QueueRecord;
import java.util.List;

/** What the catalogue wants a data group to do. */
public sealed interface CatalogueChange {

  /** Host these queues, each new. */
  record CreateQueues(List<QueueRecord> queues) implements CatalogueChange {
    public CreateQueues {
      queues = List.copyOf(queues);
    }
  }

  /**
   * Move dead letters of a queue to this one from now on.
   *
   * @param queue a queue of the group; nothing happens where it is gone
   * @param deadLetters its dead-letter queue
   */
  record LinkDeadLetters(QueueId queue, QueueId deadLetters) implements CatalogueChange {}

  /**
   * Limit the attempts at the messages of a queue.
   *
   * @param queue a queue of the group; nothing happens where it is gone
   * @param maxAttempts failed attempts after which a message is a dead letter, 0 for no such limit,
   *     {@link QueueRecord#MAX_ATTEMPTS_OF_GROUP} for that of the group
   */
  record SetMaxAttempts(QueueId queue, int maxAttempts) implements CatalogueChange {

    public SetMaxAttempts {
      if (maxAttempts < QueueRecord.MAX_ATTEMPTS_OF_GROUP) {
        throw new IllegalArgumentException(
            "Expected maxAttempts of "
                + QueueRecord.MAX_ATTEMPTS_OF_GROUP
                + " or more, but got "
                + maxAttempts);
      }
    }
  }

  /**
   * Change a setting of the group.
   *
   * @param value within the range of the setting
   */
  record SetGroupSetting(GroupSetting setting, long value) implements CatalogueChange {
    public SetGroupSetting {
      setting.checked(value);
    }
  }

  /** Delete these queues and all that is in them. */
  record DeleteQueues(List<QueueId> queues) implements CatalogueChange {
    public DeleteQueues {
      queues = List.copyOf(queues);
    }
  }

  /**
   * Limit what carries a throttle key. A bucket that is new is full; one that there is keeps its
   * tokens, cut to the new burst.
   *
   * @param throttleKey the key, not empty
   * @param rateMicros micro-tokens per second, 0 to {@link BucketRecord#RATE_MICROS_MAX}
   * @param burstMicros micro-tokens, 0 to {@link BucketRecord#BURST_MICROS_MAX}; below one token
   *     nothing with this key is delivered
   */
  record SetBucket(String throttleKey, long rateMicros, long burstMicros)
      implements CatalogueChange {
    public SetBucket {
      if (throttleKey.isEmpty()) {
        throw new IllegalArgumentException("Expected a throttle key, but got an empty one");
      }
      if (rateMicros < 0 || rateMicros > BucketRecord.RATE_MICROS_MAX) {
        throw new IllegalArgumentException(
            "Expected rateMicros from 0 to "
                + BucketRecord.RATE_MICROS_MAX
                + ", but got "
                + rateMicros);
      }
      if (burstMicros < 0 || burstMicros > BucketRecord.BURST_MICROS_MAX) {
        throw new IllegalArgumentException(
            "Expected burstMicros from 0 to "
                + BucketRecord.BURST_MICROS_MAX
                + ", but got "
                + burstMicros);
      }
    }
  }

  /** No longer limit what carries a throttle key; nothing where there is no such bucket. */
  record RemoveBucket(String throttleKey) implements CatalogueChange {}
}
