package dev.vez.adapters.grpc;

import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueAdmin;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers what it was asked and answers with the figures that a test gives it. */
final class FakeQueueAdmin implements QueueAdmin {

  final List<NewQueue> created = new CopyOnWriteArrayList<>();
  final List<Redrive> redrives = new CopyOnWriteArrayList<>();
  final List<String> deleted = new CopyOnWriteArrayList<>();
  volatile List<QueueSummary> queues = List.of();
  volatile QueueStats stats =
      new QueueStats(new QueueSummary("orders", 0, 0, 0, 1), 0, 1, 1, List.of(), List.of());
  volatile Supplier<CompletionStage<Result<Long>>> onRedrive = () -> answer(7L);
  private volatile @Nullable Rejection rejection;

  void rejectEverything(Rejection reason) {
    rejection = reason;
  }

  @Override
  public CompletionStage<Result<String>> createQueue(NewQueue queue) {
    created.add(queue);
    return answer(queue.name());
  }

  @Override
  public CompletionStage<Result<Settled>> deleteQueue(String queue) {
    deleted.add(queue);
    return answer(Settled.INSTANCE);
  }

  @Override
  public CompletionStage<Result<Long>> redrive(Redrive redrive) {
    redrives.add(redrive);
    return onRedrive.get();
  }

  @Override
  public CompletionStage<Result<List<QueueSummary>>> listQueues() {
    return answer(queues);
  }

  @Override
  public CompletionStage<Result<QueueStats>> queueStats(String queue) {
    return answer(stats);
  }

  private <T> CompletionStage<Result<T>> answer(T value) {
    Rejection reason = rejection;
    return CompletableFuture.completedStage(
        reason == null ? Result.accepted(value) : Result.rejected(reason));
  }
}
