package dev.vez.adapters.grpc;

import dev.vez.domain.id.LeaseId;
import dev.vez.ports.api.CreditedSubscription;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.scheduling.DeliverySink;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The engine's end of a subscription with credit, which notes what it hears. */
final class FakeCreditedSubscription implements CreditedSubscription {

  record Asked(SettleBatch batch, CompletableFuture<Result<List<Result<Settled>>>> answer) {}

  final SubscribeRequest request;
  final DeliverySink sink;
  final AtomicLong granted = new AtomicLong();
  final AtomicInteger handedOver = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final BlockingQueue<Asked> settled = new LinkedBlockingQueue<>();
  volatile LeaseId last = LeaseId.NONE;

  FakeCreditedSubscription(SubscribeRequest request, DeliverySink sink) {
    this.request = request;
    this.sink = sink;
  }

  @Override
  public void grant(long messages) {
    granted.addAndGet(messages);
  }

  @Override
  public void handedOver(LeaseId lease, int count) {
    last = lease;
    handedOver.addAndGet(count);
  }

  @Override
  public CompletionStage<Result<List<Result<Settled>>>> settle(SettleBatch batch) {
    CompletableFuture<Result<List<Result<Settled>>>> answer = new CompletableFuture<>();
    settled.add(new Asked(batch, answer));
    return answer;
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
