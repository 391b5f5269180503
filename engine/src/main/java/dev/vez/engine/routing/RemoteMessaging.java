package dev.vez.engine.routing;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.engine.routing.proto.Answer;
import dev.vez.engine.routing.proto.ConsumeQuestion;
import dev.vez.engine.routing.proto.Done;
import dev.vez.engine.routing.proto.EnqueueBatchQuestion;
import dev.vez.engine.routing.proto.EnqueueQuestion;
import dev.vez.engine.routing.proto.SettleQuestion;
import dev.vez.engine.routing.proto.SubscribeQuestion;
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
import org.jspecify.annotations.Nullable;

/** Another node's messaging, which that node carries out itself or not at all. */
final class RemoteMessaging implements Messaging {

  /** Tells connections of different nodes apart; see {@link EnqueueRequest#origin}. */
  private static final long ORIGINS_PER_NODE = 1L << 40;

  private final PeerCaller caller;
  private final long node;

  RemoteMessaging(PeerCaller caller, long node) {
    this.caller = caller;
    this.node = node;
  }

  @Override
  public CompletionStage<Result<MessageId>> enqueue(EnqueueRequest request) {
    return caller.ask(
        node,
        caller
            .question()
            .setEnqueue(
                EnqueueQuestion.newBuilder()
                    .setQueue(request.queue())
                    .putAllHeaders(request.headers())
                    .setBody(PeerWire.wire(request.body()))
                    .setOrigin(caller.nodeId() * ORIGINS_PER_NODE + request.origin())),
        answer -> answer.hasMessageId() ? PeerWire.messageId(answer.getMessageId()) : null);
  }

  @Override
  public CompletionStage<Result<List<Result<MessageId>>>> enqueueBatch(EnqueueBatch batch) {
    EnqueueBatchQuestion.Builder question =
        EnqueueBatchQuestion.newBuilder()
            .setQueue(batch.queue())
            .setBoundedBySource(batch.isBoundedBySource())
            .setOrigin(caller.nodeId() * ORIGINS_PER_NODE + batch.origin());
    for (EnqueueBatch.Message message : batch.messages()) {
      question.addMessages(
          EnqueueBatchQuestion.Message.newBuilder()
              .putAllHeaders(message.headers())
              .setBody(PeerWire.wire(message.body()))
              .setIdempotencyKey(message.idempotencyKey()));
    }
    int expected = batch.messages().size();
    return caller.ask(
        node,
        caller.question().setEnqueueBatch(question),
        answer ->
            answer.hasEnqueued() && answer.getEnqueued().getResultsCount() == expected
                ? PeerWire.results(answer.getEnqueued())
                : null);
  }

  @Override
  public CompletionStage<Result<Subscription>> consume(
      String queue, int window, DeliverySink sink) {
    RemoteSubscription subscription = new RemoteSubscription(queue, sink);
    subscription.open(
        caller,
        node,
        caller
            .question()
            .setConsume(ConsumeQuestion.newBuilder().setQueue(queue).setWindow(window)));
    return subscription.accepted();
  }

  @Override
  public CompletionStage<Result<CreditedSubscription>> subscribe(
      SubscribeRequest request, DeliverySink sink) {
    RemoteSubscriber subscriber = new RemoteSubscriber(request.queue(), sink);
    subscriber.open(
        caller,
        node,
        caller
            .question()
            .setSubscribe(
                SubscribeQuestion.newBuilder()
                    .setQueue(request.queue())
                    .setCredit(request.credit())
                    .setMaxInFlight(request.maxInFlight())
                    .setReleases(request.atEnd() == SubscribeRequest.AtEnd.RELEASE)));
    return subscriber.accepted();
  }

  @Override
  public CompletionStage<Result<List<Result<Settled>>>> settleBatch(SettleBatch batch) {
    int expected = batch.settlements().size();
    return caller.ask(
        node,
        caller.question().setSettleBatch(SettleWire.question(batch)),
        answer ->
            answer.hasSettled() && answer.getSettled().getResultsCount() == expected
                ? SettleWire.results(answer.getSettled())
                : null);
  }

  @Override
  public CompletionStage<Result<Settled>> ack(String queue, MessageId message, LeaseId lease) {
    return settle(settlement(queue, message, lease).setAck(Done.getDefaultInstance()));
  }

  @Override
  public CompletionStage<Result<Settled>> nack(
      String queue, MessageId message, LeaseId lease, String error) {
    return settle(settlement(queue, message, lease).setNack(error));
  }

  @Override
  public CompletionStage<Result<Settled>> extend(
      String queue, MessageId message, LeaseId lease, long durationMillis) {
    return settle(settlement(queue, message, lease).setExtend(durationMillis));
  }

  private CompletionStage<Result<Settled>> settle(SettleQuestion.Builder settlement) {
    return caller.ask(node, caller.question().setSettle(settlement), RemoteMessaging::settled);
  }

  private static SettleQuestion.Builder settlement(String queue, MessageId message, LeaseId lease) {
    return SettleQuestion.newBuilder()
        .setQueue(queue)
        .setMessage(PeerWire.key(message))
        .setLease(PeerWire.position(lease));
  }

  static @Nullable Settled settled(Answer answer) {
    return answer.hasDone() ? Settled.INSTANCE : null;
  }
}
