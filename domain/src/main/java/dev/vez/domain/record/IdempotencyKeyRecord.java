package dev.vez.domain.record;

import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;

/**
 * An idempotency key that was used. Until its window ends a repeat is told the message that was
 * accepted with it; what has become of that message does not matter.
 *
 * @param queue the queue
 * @param idempotencyKey the key, not empty
 * @param message the message that was accepted with it
 * @param expiresMicros log time at which its window ends, in microseconds
 */
public record IdempotencyKeyRecord(
    QueueId queue, String idempotencyKey, MessageId message, long expiresMicros)
    implements StateRecord {

  public IdempotencyKeyRecord {
    if (idempotencyKey.isEmpty()) {
      throw new IllegalArgumentException("Expected an idempotency key, but got an empty one");
    }
  }

  @Override
  public RecordKey key() {
    return new RecordKey.OfIdempotencyKey(queue, idempotencyKey);
  }
}
