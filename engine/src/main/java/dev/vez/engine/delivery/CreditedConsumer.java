package dev.vez.engine.delivery;

import dev.vez.domain.id.LeaseId;
import dev.vez.ports.api.Subscription;

/** A consumer that grants its credit itself. May be called by any thread, never blocks. */
public interface CreditedConsumer extends Subscription {

  /** It takes so many more messages, 1 or greater. */
  void grant(long messages);

  /**
   * The transport has taken deliveries.
   *
   * @param last the lease of the last of them
   * @param count how many since the last call, 1 or greater
   */
  void handedOver(LeaseId last, int count);

  /** It does not hold a message any more. */
  void ended(LeaseId lease);

  /**
   * It holds a message longer.
   *
   * @param durationMillis from now
   */
  void extended(LeaseId lease, long durationMillis);
}
