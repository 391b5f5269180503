package dev.vez.engine.routing;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.CreditedSubscription;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.DeliverySink;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Messaging that any node can be asked for. */
final class RoutedMessaging implements Messaging {

  private final Messaging local;
  private final Router router;
  private final BatchLanes lanes = new BatchLanes(this::forward);

  /**
   * Messaging of one node.
   *
   * @param local carries out what this node leads
   */
  RoutedMessaging(Messaging local, Router router) {
    this.local = local;
    this.router = router;
  }

  @Override
  public CompletionStage<Result<MessageId>> enqueue(EnqueueRequest request) {
    return router.byQueue(
        request.queue(),
        () -> local.enqueue(request),
        leader -> router.messagingOf(leader).enqueue(request));
  }

  @Override
  public CompletionStage<Result<List<Result<MessageId>>>> enqueueBatch(EnqueueBatch batch) {
    // What is carried out here keeps its order by itself; whatever has to ask first does not.
    return router.isHere(batch.queue()) && !lanes.isBusyFor(batch)
        ? forward(batch)
        : lanes.enter(batch);
  }

  private CompletionStage<Result<List<Result<MessageId>>>> forward(EnqueueBatch batch) {
    return router.byQueue(
        batch.queue(),
        () -> local.enqueueBatch(batch),
        leader -> router.messagingOf(leader).enqueueBatch(batch));
  }

  @Override
  public CompletionStage<Result<Subscription>> consume(
      String queue, int window, DeliverySink sink) {
    return router.byQueue(
        queue,
        () -> local.consume(queue, window, new HintingSink(queue, sink)),
        leader -> router.messagingOf(leader).consume(queue, window, sink));
  }

  @Override
  public CompletionStage<Result<CreditedSubscription>> subscribe(
      SubscribeRequest request, DeliverySink sink) {
    return router.byQueue(
        request.queue(),
        () -> local.subscribe(request, new HintingSink(request.queue(), sink)),
        leader -> router.messagingOf(leader).subscribe(request, sink));
  }

  @Override
  public CompletionStage<Result<List<Result<Settled>>>> settleBatch(SettleBatch batch) {
    return router.byQueue(
        batch.queue(),
        () -> local.settleBatch(batch),
        leader -> router.messagingOf(leader).settleBatch(batch));
  }

  @Override
  public CompletionStage<Result<Settled>> ack(String queue, MessageId message, LeaseId lease) {
    return router.byQueue(
        queue,
        () -> local.ack(queue, message, lease),
        leader -> router.messagingOf(leader).ack(queue, message, lease));
  }

  @Override
  public CompletionStage<Result<Settled>> nack(
      String queue, MessageId message, LeaseId lease, String error) {
    return router.byQueue(
        queue,
        () -> local.nack(queue, message, lease, error),
        leader -> router.messagingOf(leader).nack(queue, message, lease, error));
  }

  @Override
  public CompletionStage<Result<Settled>> extend(
      String queue, MessageId message, LeaseId lease, long durationMillis) {
    return router.byQueue(
        queue,
        () -> local.extend(queue, message, lease, durationMillis),
        leader -> router.messagingOf(leader).extend(queue, message, lease, durationMillis));
  }

  /** Tells whoever loses its stream through leadership where the leader is, where that is known. */
  private final class HintingSink implements DeliverySink {

    private final String queue;
    private final DeliverySink sink;

    HintingSink(String queue, DeliverySink sink) {
      this.queue = queue;
      this.sink = sink;
    }

    @Override
    public void deliver(Delivery delivery) {
      sink.deliver(delivery);
    }

    @Override
    public void flush() {
      sink.flush();
    }

    @Override
    public void end(Rejection reason) {
      Integer group = router.groupOf(queue);
      sink.end(group == null ? reason : router.leaders().hinted(reason, group));
    }
  }
}
