package dev.vez.engine.delivery;

import dev.vez.ports.api.SubscribeRequest;

/** On what terms a consumer gets its messages. */
public sealed interface ConsumerTerms {

  /**
   * As many as its transport takes.
   *
   * @param window messages that it may get ahead of its transport, 1 to 1,024
   */
  record Windowed(int window) implements ConsumerTerms {}

  /**
   * As many as it grants itself.
   *
   * @param request its credit, its limit and its end
   */
  record Credited(SubscribeRequest request) implements ConsumerTerms {}
}
