package dev.vez.engine.delivery;

/**
 * Limits of delivery on this node.
 *
 * @param consumersMax consumers attached at once to one group, 1 or greater
 * @param freshPayloadBytesMax heap for payloads of new messages, 0 or greater
 */
public record DeliveryOptions(int consumersMax, long freshPayloadBytesMax) {

  public static final DeliveryOptions DEFAULT = new DeliveryOptions(10_000, 64 << 20);

  public DeliveryOptions {
    if (consumersMax < 1 || freshPayloadBytesMax < 0) {
      throw new IllegalArgumentException(
          "Expected consumersMax of 1 or more and freshPayloadBytesMax of 0 or more, but got "
              + consumersMax
              + " and "
              + freshPayloadBytesMax);
    }
  }
}
