package dev.vez.domain.message;

import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import java.util.List;

/**
 * What scheduling and delivery need to know of a message, apart from its payload.
 *
 * @param id the message's id
 * @param enqueued the place that its enqueue gave it; its payload is kept under it
 * @param weight weight of its fairness key, 1 or greater
 * @param throttleKeys names of the token buckets that it draws from
 * @param attempts how often it was nacked or its lease expired, 0 on first delivery
 * @param enqueuedAtMillis wall clock of the enqueue in epoch milliseconds, shown to users only
 * @param payloadHash 64-bit hash of the payload, so that the digest can drop the payload without
 *     reading it again
 * @param failuresHash 64-bit hash of the history of its failed attempts, for the same purpose; 0
 *     where none is kept
 */
public record MessageInfo(
    MessageId id,
    Place enqueued,
    int weight,
    List<String> throttleKeys,
    int attempts,
    long enqueuedAtMillis,
    long payloadHash,
    long failuresHash) {

  public MessageInfo {
    if (weight < 1) {
      throw new IllegalArgumentException("Expected a weight of 1 or more, but got " + weight);
    }
    if (attempts < 0) {
      throw new IllegalArgumentException("Expected 0 or more attempts, but got " + attempts);
    }
    throttleKeys = List.copyOf(throttleKeys);
  }

  /** Number of its next failed attempt; stays at the greatest number an int can hold. */
  public int nextAttempt() {
    return attempts == Integer.MAX_VALUE ? attempts : attempts + 1;
  }

  /** The same message after one more failed attempt. */
  public MessageInfo withOneMoreAttempt(long newFailuresHash) {
    return with(nextAttempt(), newFailuresHash);
  }

  /** The same message as if it had never been tried. */
  public MessageInfo withoutAttempts() {
    return with(0, 0);
  }

  private MessageInfo with(int newAttempts, long newFailuresHash) {
    return new MessageInfo(
        id,
        enqueued,
        weight,
        throttleKeys,
        newAttempts,
        enqueuedAtMillis,
        payloadHash,
        newFailuresHash);
  }
}
