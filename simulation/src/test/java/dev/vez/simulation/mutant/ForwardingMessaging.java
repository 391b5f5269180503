package dev.vez.simulation.mutant;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.CreditedSubscription;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.scheduling.DeliverySink;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Does what another broker does, but for what a mutant does otherwise. */
class ForwardingMessaging implements Messaging {

  private final Messaging messaging;

  ForwardingMessaging(Messaging messaging) {
    this.messaging = messaging;
  }

  @Override
  public CompletionStage<Result<MessageId>> enqueue(EnqueueRequest request) {
    return messaging.enqueue(request);
  }

  @Override
  public CompletionStage<Result<List<Result<MessageId>>>> enqueueBatch(EnqueueBatch batch) {
    return messaging.enqueueBatch(batch);
  }

  @Override
  public CompletionStage<Result<Subscription>> consume(
      String queue, int window, DeliverySink sink) {
    return messaging.consume(queue, window, sink);
  }

  @Override
  public CompletionStage<Result<CreditedSubscription>> subscribe(
      SubscribeRequest request, DeliverySink sink) {
    return messaging.subscribe(request, sink);
  }

  @Override
  public CompletionStage<Result<List<Result<Settled>>>> settleBatch(SettleBatch batch) {
    return messaging.settleBatch(batch);
  }

  @Override
  public CompletionStage<Result<Settled>> ack(String queue, MessageId message, LeaseId lease) {
    return messaging.ack(queue, message, lease);
  }

  @Override
  public CompletionStage<Result<Settled>> nack(
      String queue, MessageId message, LeaseId lease, String error) {
    return messaging.nack(queue, message, lease, error);
  }

  @Override
  public CompletionStage<Result<Settled>> extend(
      String queue, MessageId message, LeaseId lease, long durationMillis) {
    return messaging.extend(queue, message, lease, durationMillis);
  }
}
