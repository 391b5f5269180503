package dev.vez.ports.scheduling;

import dev.vez.ports.api.Rejection;

/**
 * The transport's end of a subscription. The engine calls it from one thread at a time, in order,
 * and never gives it more than the credit that it has asked for. Calls must not block or throw.
 */
public interface DeliverySink {

  /** A message, leased to this consumer. */
  void deliver(Delivery delivery);

  /** Nothing more comes at this moment: what was delivered should not wait for more. */
  default void flush() {}

  /** The subscription has ended; nothing follows. */
  void end(Rejection reason);
}
