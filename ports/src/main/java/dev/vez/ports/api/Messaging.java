package dev.vez.ports.api;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.ports.scheduling.DeliverySink;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What producers and consumers may ask for. Calls never block. Results complete on a thread of the
 * engine, which the caller's continuation must not hold up; they never complete exceptionally.
 */
public interface Messaging {

  /** Accepts a message; completes once it is durable. */
  CompletionStage<Result<MessageId>> enqueue(EnqueueRequest request);

  /**
   * Accepts messages of one queue; completes once they are durable. A message that is refused does
   * not keep the others of its batch out.
   *
   * @return one result for each message, in order; rejected where the reason holds for all of them
   */
  CompletionStage<Result<List<Result<MessageId>>>> enqueueBatch(EnqueueBatch batch);

  /**
   * Attaches a consumer.
   *
   * @param queue name of the queue
   * @param window messages it may get ahead of {@link Subscription#handedOver}, 1 to 1,024
   * @param sink where deliveries go; may be called before the result completes
   */
  CompletionStage<Result<Subscription>> consume(String queue, int window, DeliverySink sink);

  /**
   * Attaches a consumer that grants its credit itself.
   *
   * @param sink where deliveries go; may be called before the result completes
   */
  CompletionStage<Result<CreditedSubscription>> subscribe(
      SubscribeRequest request, DeliverySink sink);

  /**
   * Settles messages, each by itself.
   *
   * @return one result for each settlement, in order; rejected where the reason holds for all of
   *     them
   */
  CompletionStage<Result<List<Result<Settled>>>> settleBatch(SettleBatch batch);

  /** Settles a message. {@link LeaseId#NONE} means whichever lease is alive. */
  CompletionStage<Result<Settled>> ack(String queue, MessageId message, LeaseId lease);

  /**
   * Gives a message up after a failed attempt.
   *
   * @param error the consumer's words on it, empty for none
   */
  CompletionStage<Result<Settled>> nack(
      String queue, MessageId message, LeaseId lease, String error);

  /**
   * Extends a lease.
   *
   * @param durationMillis from now, 1 to 43,200,000 milliseconds
   */
  CompletionStage<Result<Settled>> extend(
      String queue, MessageId message, LeaseId lease, long durationMillis);
}
