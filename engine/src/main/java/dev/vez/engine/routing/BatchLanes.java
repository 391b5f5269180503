package dev.vez.engine.routing;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps the batches of each origin for each queue in order on their way to another node: one is on
 * its way, and what comes meanwhile follows as one, once that is answered. So order holds whatever
 * the network does, and what is forwarded at once grows with the load.
 */
final class BatchLanes {

  /** Larger ones go alone. */
  private static final long MERGED_BYTES_MAX = 1 << 20;

  private record Key(String queue, long origin, boolean isBoundedBySource) {}

  private final Map<Key, Lane> lanes = new ConcurrentHashMap<>();
  private final Function<EnqueueBatch, CompletionStage<Result<List<Result<MessageId>>>>> forward;

  /**
   * Without anything on its way.
   *
   * @param forward sends a batch to the node that leads its queue
   */
  BatchLanes(Function<EnqueueBatch, CompletionStage<Result<List<Result<MessageId>>>>> forward) {
    this.forward = forward;
  }

  /** Whether something that such a batch must follow is on its way. */
  boolean isBusyFor(EnqueueBatch batch) {
    return lanes.containsKey(key(batch));
  }

  /** Takes a batch, which follows what its origin has sent for its queue before. */
  CompletionStage<Result<List<Result<MessageId>>>> enter(EnqueueBatch batch) {
    Waiting waiting = new Waiting(batch, new CompletableFuture<>());
    Key key = key(batch);
    boolean[] isFirst = new boolean[1];
    Lane lane =
        lanes.compute(
            key,
            (_, current) -> {
              isFirst[0] = current == null;
              Lane entered = current == null ? new Lane(key) : current;
              entered.waiting.add(waiting);
              return entered;
            });
    if (isFirst[0]) {
      sendNext(lane);
    }
    return waiting.answer;
  }

  private void sendNext(Lane lane) {
    List<Waiting> next = new ArrayList<>();
    // Whoever finds nothing removes the lane in the same step, so nothing is left in one.
    lanes.computeIfPresent(
        lane.key,
        (_, current) -> {
          takeNext(current.waiting, next);
          return next.isEmpty() ? null : current;
        });
    if (!next.isEmpty()) {
      CompletionStage<Void> _ =
          forward
              .apply(merged(next))
              .thenAccept(
                  result -> {
                    answer(next, result);
                    sendNext(lane);
                  });
    }
  }

  private static void takeNext(ArrayDeque<Waiting> from, List<Waiting> to) {
    long bytes = 0;
    long messages = 0;
    for (Waiting each = from.peek(); each != null; each = from.peek()) {
      bytes += each.batch.bodyBytes();
      messages += each.batch.messages().size();
      if (!to.isEmpty() && (bytes > MERGED_BYTES_MAX || messages > EnqueueBatch.MESSAGES_MAX)) {
        return;
      }
      to.add(from.remove());
    }
  }

  private static EnqueueBatch merged(List<Waiting> batches) {
    if (batches.size() == 1) {
      return batches.getFirst().batch;
    }
    List<EnqueueBatch.Message> messages = new ArrayList<>();
    batches.forEach(each -> messages.addAll(each.batch.messages()));
    EnqueueBatch first = batches.getFirst().batch;
    return new EnqueueBatch(first.queue(), messages, first.origin(), first.isBoundedBySource());
  }

  private static Key key(EnqueueBatch batch) {
    return new Key(batch.queue(), batch.origin(), batch.isBoundedBySource());
  }

  private static void answer(List<Waiting> batches, Result<List<Result<MessageId>>> result) {
    switch (result) {
      case Result.Rejected<List<Result<MessageId>>> rejected ->
          batches.forEach(each -> each.answer.complete(rejected));
      case Result.Accepted<List<Result<MessageId>>>(var results) -> {
        int from = 0;
        for (Waiting each : batches) {
          int to = from + each.batch.messages().size();
          each.answer.complete(Result.accepted(results.subList(from, to)));
          from = to;
        }
      }
    }
  }

  /** A batch that waits for its turn or its answer. */
  private record Waiting(
      EnqueueBatch batch, CompletableFuture<Result<List<Result<MessageId>>>> answer) {}

  /** What one origin has sent for one queue; there only while something of it is on its way. */
  private static final class Lane {

    private final Key key;

    /** Touched only within the map's operations on the key. */
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    Lane(Key key) {
      this.key = key;
    }
  }
}
