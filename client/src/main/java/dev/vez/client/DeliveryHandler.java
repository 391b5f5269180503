package dev.vez.client;

/** What a subscribed consumer does with its messages. */
@FunctionalInterface
public interface DeliveryHandler {

  /**
   * Takes a message. Called on threads of the consumer, in order of delivery where there is one of
   * them; may block.
   *
   * <p>With automatic settling the message is acked when this returns and nacked with the
   * exception's text when it throws, unless the handler has settled it itself.
   */
  void handle(Delivery delivery) throws Exception;
}
