package dev.vez.ports.api;

import dev.vez.domain.message.LeasedMessage;

/** What a consumer makes of one message that it holds. */
public sealed interface Settlement {

  /** The message, and the lease under which the consumer has it. */
  LeasedMessage message();

  /** It is done. */
  record Ack(LeasedMessage message) implements Settlement {}

  /**
   * An attempt has failed.
   *
   * @param error the consumer's words on it, empty for none
   */
  record Nack(LeasedMessage message, String error) implements Settlement {}

  /**
   * It takes longer.
   *
   * @param durationMillis how long the lease is to last from now, 1 to 43,200,000 milliseconds
   */
  record Extend(LeasedMessage message, long durationMillis) implements Settlement {}
}
