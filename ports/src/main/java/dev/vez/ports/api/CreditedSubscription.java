package dev.vez.ports.api;

import dev.vez.domain.id.LeaseId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The engine's end of a subscription whose consumer grants credit and settles what it holds. May be
 * called by any thread, never blocks.
 */
public interface CreditedSubscription extends Subscription {

  /** The consumer takes so many more messages, 1 or greater. */
  void grant(long messages);

  /**
   * The transport has taken deliveries.
   *
   * @param last the lease of the last of them
   * @param count how many since the last call, 1 or greater
   */
  void handedOver(LeaseId last, int count);

  @Override
  default void handedOver(LeaseId lease) {
    handedOver(lease, 1);
  }

  /**
   * Settles messages.
   *
   * @return one result for each settlement, in order; rejected where the reason holds for all of
   *     them. Never completes exceptionally.
   */
  CompletionStage<Result<List<Result<Settled>>>> settle(SettleBatch batch);
}
