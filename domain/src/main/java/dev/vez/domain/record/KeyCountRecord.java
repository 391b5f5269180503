package dev.vez.domain.record;

import dev.vez.domain.id.QueueId;

/**
 * The idempotency keys of a queue that has any.
 *
 * @param queue the queue
 * @param keys how many {@link IdempotencyKeyRecord}s it has, 1 or greater
 * @param nextExpiryMicros log time of its first {@link KeyExpiryRecord}, in microseconds
 */
public record KeyCountRecord(QueueId queue, long keys, long nextExpiryMicros)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfKeyCount(queue);
  }
}
