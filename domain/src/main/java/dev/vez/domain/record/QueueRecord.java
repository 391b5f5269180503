package dev.vez.domain.record;

import dev.vez.domain.id.QueueId;

/**
 * A queue hosted by a group.
 *
 * @param id the queue's id
 * @param visibilityTimeoutMillis how long a new lease lasts, 1,000 to 43,200,000 milliseconds
 */
public record QueueRecord(QueueId id, long visibilityTimeoutMillis) implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfQueue(id);
  }
}
