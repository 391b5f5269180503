package dev.vez.domain.record;

import dev.vez.domain.id.QueueId;

/**
 * A queue hosted by a group.
 *
 * @param id the queue's id
 * @param visibilityTimeoutMillis how long a new lease lasts, 1,000 to 43,200,000 milliseconds
 * @param deadLetters its dead-letter queue, which lies in the same group; {@link QueueId#NONE}
 *     where it has none
 * @param maxAttempts failed attempts after which a message is a dead letter, 0 for no such limit,
 *     {@link #MAX_ATTEMPTS_OF_GROUP} for that of the group
 */
public record QueueRecord(
    QueueId id, long visibilityTimeoutMillis, QueueId deadLetters, int maxAttempts)
    implements StateRecord {

  /** The queue has no limit of its own: that of its group counts. */
  public static final int MAX_ATTEMPTS_OF_GROUP = -1;

  public QueueRecord {
    if (maxAttempts < MAX_ATTEMPTS_OF_GROUP) {
      throw new IllegalArgumentException(
          "Expected maxAttempts of " + MAX_ATTEMPTS_OF_GROUP + " or more, but got " + maxAttempts);
    }
  }

  /** A queue without a dead-letter queue, with its group's limit on attempts. */
  public QueueRecord(QueueId id, long visibilityTimeoutMillis) {
    this(id, visibilityTimeoutMillis, QueueId.NONE, MAX_ATTEMPTS_OF_GROUP);
  }

  @Override
  public RecordKey key() {
    return new RecordKey.OfQueue(id);
  }
}
