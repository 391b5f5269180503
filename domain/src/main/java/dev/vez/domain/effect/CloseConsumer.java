package dev.vez.domain.effect;

import dev.vez.domain.id.ConsumerId;

/**
 * End a consumer's stream.
 *
 * @param consumer the consumer
 * @param reason why
 */
public record CloseConsumer(ConsumerId consumer, Reason reason) implements Effect {

  /** Why a stream ends. */
  public enum Reason {
    /** Its queue was deleted. */
    QUEUE_DELETED,
    /** Another leader detached it. */
    LEADER_CHANGED
  }
}
