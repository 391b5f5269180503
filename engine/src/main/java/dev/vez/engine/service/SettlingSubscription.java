package dev.vez.engine.service;

import dev.vez.domain.id.LeaseId;
import dev.vez.engine.delivery.CreditedConsumer;
import dev.vez.ports.api.CreditedSubscription;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.Settlement;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A consumer of this node, which learns what it has settled.
 *
 * @param consumer the consumer
 * @param settling carries settlements out
 */
record SettlingSubscription(
    CreditedConsumer consumer,
    Function<SettleBatch, CompletionStage<Result<List<Result<Settled>>>>> settling)
    implements CreditedSubscription {

  @Override
  public void grant(long messages) {
    consumer.grant(messages);
  }

  @Override
  public void handedOver(LeaseId last, int count) {
    consumer.handedOver(last, count);
  }

  @Override
  public void close() {
    consumer.close();
  }

  @Override
  public CompletionStage<Result<List<Result<Settled>>>> settle(SettleBatch batch) {
    return settling
        .apply(batch)
        .thenApply(
            result -> {
              if (result instanceof Result.Accepted<List<Result<Settled>>>(var results)) {
                for (int i = 0; i < results.size(); i++) {
                  note(batch.settlements().get(i), results.get(i));
                }
              }
              return result;
            });
  }

  private void note(Settlement settlement, Result<Settled> result) {
    LeaseId lease = settlement.message().lease();
    switch (result) {
      case Result.Accepted<Settled> _ -> {
        switch (settlement) {
          case Settlement.Ack _, Settlement.Nack _ -> consumer.ended(lease);
          case Settlement.Extend(_, var durationMillis) -> consumer.extended(lease, durationMillis);
        }
      }
      case Result.Rejected<Settled>(var reason) -> {
        if (reason instanceof Rejection.LeaseLost || reason instanceof Rejection.LeaseNotFound) {
          consumer.ended(lease);
        }
      }
    }
  }
}
