package dev.vez.ports.api;

import dev.vez.domain.id.LeaseId;

/** The engine's end of a subscription. May be called by any thread, never blocks. */
public interface Subscription {

  /**
   * The transport has taken a delivery; its credit comes back. Called in order of delivery, once
   * for each.
   */
  void handedOver(LeaseId lease);

  /**
   * The consumer has gone. What was handed over keeps its lease to its deadline, the rest goes back
   * to its place at once. Idempotent.
   */
  void close();
}
