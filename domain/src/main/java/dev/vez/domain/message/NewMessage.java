package dev.vez.domain.message;

import dev.vez.domain.id.MessageId;
import java.util.List;

/**
 * A message as the leader hands it to the log: everything is resolved.
 *
 * @param id chosen by the leader
 * @param fairnessKey the key whose turn it waits for
 * @param weight weight of that key, 1 or greater
 * @param throttleKeys names of token buckets
 * @param enqueuedAtMillis wall clock in epoch milliseconds, shown to users only
 * @param payload headers and body in the engine's encoding; opaque here
 * @param idempotencyKey by which a repeat is known, empty for none
 */
public record NewMessage(
    MessageId id,
    String fairnessKey,
    int weight,
    List<String> throttleKeys,
    long enqueuedAtMillis,
    Bytes payload,
    String idempotencyKey) {

  public NewMessage {
    if (weight < 1) {
      throw new IllegalArgumentException("Expected a weight of 1 or more, but got " + weight);
    }
    throttleKeys = List.copyOf(throttleKeys);
  }

  /** A message without an idempotency key. */
  public NewMessage(
      MessageId id,
      String fairnessKey,
      int weight,
      List<String> throttleKeys,
      long enqueuedAtMillis,
      Bytes payload) {
    this(id, fairnessKey, weight, throttleKeys, enqueuedAtMillis, payload, "");
  }
}
