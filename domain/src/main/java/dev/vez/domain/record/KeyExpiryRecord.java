package dev.vez.domain.record;

import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;

/**
 * When the window of an idempotency key ends; there is one for each {@link IdempotencyKeyRecord},
 * in the order in which they end.
 *
 * @param queue the queue
 * @param expiresMicros log time at which the window ends, in microseconds
 * @param idempotencyKey the key, not empty
 * @param message the message that was accepted with it
 * @param isSuperseded whether the key was used again after its window had ended and before it was
 *     forgotten; then another record says when it ends
 */
public record KeyExpiryRecord(
    QueueId queue,
    long expiresMicros,
    String idempotencyKey,
    MessageId message,
    boolean isSuperseded)
    implements StateRecord {

  /** When the window of a key ends. */
  public static KeyExpiryRecord of(IdempotencyKeyRecord used) {
    return new KeyExpiryRecord(
        used.queue(), used.expiresMicros(), used.idempotencyKey(), used.message(), false);
  }

  /** The use of the key whose window ends. */
  public IdempotencyKeyRecord used() {
    return new IdempotencyKeyRecord(queue, idempotencyKey, message, expiresMicros);
  }

  /** The same once the key was used again. */
  public KeyExpiryRecord superseded() {
    return new KeyExpiryRecord(queue, expiresMicros, idempotencyKey, message, true);
  }

  @Override
  public RecordKey key() {
    return new RecordKey.OfKeyExpiry(queue, expiresMicros, idempotencyKey);
  }
}
