package dev.vez.adapters.grpc;

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
import dev.vez.ports.scheduling.DeliverySink;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A broker that keeps nothing: it remembers what it was asked, and accepts everything unless a test
 * says otherwise.
 */
final class FakeMessaging implements Messaging {

  static final MessageId FIRST_ID = new MessageId(0x0192_8e5b_0000_7000L, 0x8000_0000_0000_0001L);

  record Settlement(String kind, String queue, MessageId message, LeaseId lease, String error) {}

  final List<EnqueueRequest> enqueued = new CopyOnWriteArrayList<>();
  final BlockingQueue<EnqueueBatch> batches = new LinkedBlockingQueue<>();
  final BlockingQueue<FakeCreditedSubscription> credited = new LinkedBlockingQueue<>();
  final BlockingQueue<SettleBatch> settledBatches = new LinkedBlockingQueue<>();
  final List<Settlement> settled = new CopyOnWriteArrayList<>();
  final BlockingQueue<FakeSubscription> subscriptions = new LinkedBlockingQueue<>();

  volatile Supplier<CompletionStage<Result<MessageId>>> onEnqueue =
      () -> CompletableFuture.completedStage(Result.accepted(FIRST_ID));
  volatile Function<EnqueueBatch, CompletionStage<Result<List<Result<MessageId>>>>> onBatch =
      batch ->
          CompletableFuture.completedStage(
              Result.accepted(
                  Collections.nCopies(batch.messages().size(), Result.accepted(FIRST_ID))));
  volatile Function<FakeCreditedSubscription, CompletionStage<Result<CreditedSubscription>>>
      onSubscribe = subscription -> CompletableFuture.completedStage(Result.accepted(subscription));
  volatile Supplier<CompletionStage<Result<Settled>>> onSettle =
      () -> CompletableFuture.completedStage(Result.accepted(Settled.INSTANCE));
  volatile Attaching onConsume =
      subscription -> CompletableFuture.completedStage(Result.accepted(subscription));

  /** What a consume call answers. */
  @FunctionalInterface
  interface Attaching {
    CompletionStage<Result<Subscription>> attach(FakeSubscription subscription);
  }

  void rejectEverything(Rejection reason) {
    onEnqueue = () -> CompletableFuture.completedStage(Result.rejected(reason));
    onSettle = () -> CompletableFuture.completedStage(Result.rejected(reason));
    onConsume = subscription -> CompletableFuture.completedStage(Result.rejected(reason));
  }

  @Override
  public CompletionStage<Result<MessageId>> enqueue(EnqueueRequest request) {
    enqueued.add(request);
    return onEnqueue.get();
  }

  @Override
  public CompletionStage<Result<List<Result<MessageId>>>> enqueueBatch(EnqueueBatch batch) {
    CompletionStage<Result<List<Result<MessageId>>>> result = onBatch.apply(batch);
    batches.add(batch);
    return result;
  }

  @Override
  public CompletionStage<Result<Subscription>> consume(
      String queue, int window, DeliverySink sink) {
    FakeSubscription subscription = new FakeSubscription(queue, window, sink);
    CompletionStage<Result<Subscription>> result = onConsume.attach(subscription);
    subscriptions.add(subscription);
    return result;
  }

  @Override
  public CompletionStage<Result<CreditedSubscription>> subscribe(
      SubscribeRequest request, DeliverySink sink) {
    FakeCreditedSubscription subscription = new FakeCreditedSubscription(request, sink);
    CompletionStage<Result<CreditedSubscription>> result = onSubscribe.apply(subscription);
    credited.add(subscription);
    return result;
  }

  @Override
  public CompletionStage<Result<List<Result<Settled>>>> settleBatch(SettleBatch batch) {
    settledBatches.add(batch);
    return CompletableFuture.completedStage(
        Result.accepted(
            Collections.nCopies(batch.settlements().size(), Result.accepted(Settled.INSTANCE))));
  }

  @Override
  public CompletionStage<Result<Settled>> ack(String queue, MessageId message, LeaseId lease) {
    settled.add(new Settlement("ack", queue, message, lease, ""));
    return onSettle.get();
  }

  @Override
  public CompletionStage<Result<Settled>> nack(
      String queue, MessageId message, LeaseId lease, String error) {
    settled.add(new Settlement("nack", queue, message, lease, error));
    return onSettle.get();
  }

  @Override
  public CompletionStage<Result<Settled>> extend(
      String queue, MessageId message, LeaseId lease, long durationMillis) {
    throw new AssertionError("Expected no extension: the protocol has none");
  }
}
