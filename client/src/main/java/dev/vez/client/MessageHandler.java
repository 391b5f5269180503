package dev.vez.client;

import java.util.concurrent.CompletionStage;

/** What a consumer does with its messages. */
@FunctionalInterface
public interface MessageHandler {

  /**
   * Takes a message. Called one message at a time, in order of delivery; may block, which holds up
   * this consumer only.
   *
   * <p>Acking or nacking is the handler's own affair. When the stage completes, this consumer takes
   * one more message; if it fails, or this method throws, the consumer ends with that failure.
   */
  CompletionStage<?> handle(ReceivedMessage message);
}
