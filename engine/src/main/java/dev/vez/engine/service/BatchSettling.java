package dev.vez.engine.service;

import dev.vez.domain.message.LeasedMessage;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.Settlement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settles a batch: all its acks by one command, the others one by one, since a nack may have a
 * script to run. Answers once each of them is answered.
 */
final class BatchSettling {

  private final List<Settlement> settlements;
  private final @Nullable Result<Settled>[] results;
  private final AtomicInteger left;
  private final CompletableFuture<Result<List<Result<Settled>>>> answer = new CompletableFuture<>();

  @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type.
  private BatchSettling(List<Settlement> settlements) {
    this.settlements = settlements;
    this.results = new Result[settlements.size()];
    this.left = new AtomicInteger(settlements.size());
  }

  /**
   * Settles.
   *
   * @param acks settles all that are done
   * @param one settles any other
   */
  static CompletionStage<Result<List<Result<Settled>>>> settle(
      List<Settlement> settlements,
      Function<List<LeasedMessage>, CompletionStage<Result<List<Result<Settled>>>>> acks,
      Function<Settlement, CompletionStage<Result<Settled>>> one) {
    List<LeasedMessage> acked = new ArrayList<>(settlements.size());
    for (Settlement settlement : settlements) {
      if (settlement instanceof Settlement.Ack(var message)) {
        acked.add(message);
      }
    }
    if (settlements.isEmpty()) {
      return CompletableFuture.completedFuture(Result.accepted(List.of()));
    }
    if (acked.size() == settlements.size()) {
      return acks.apply(acked);
    }
    BatchSettling batch = new BatchSettling(settlements);
    if (!acked.isEmpty()) {
      CompletionStage<Void> _ = acks.apply(acked).thenAccept(batch::acked);
    }
    for (int i = 0; i < settlements.size(); i++) {
      if (!(settlements.get(i) instanceof Settlement.Ack)) {
        int at = i;
        CompletionStage<Void> _ =
            one.apply(settlements.get(i)).thenAccept(result -> batch.settled(at, result));
      }
    }
    return batch.answer;
  }

  private void acked(Result<List<Result<Settled>>> all) {
    int next = 0;
    for (int i = 0; i < results.length; i++) {
      if (settlements.get(i) instanceof Settlement.Ack) {
        settled(
            i,
            switch (all) {
              case Result.Accepted<List<Result<Settled>>>(var each) -> each.get(next++);
              case Result.Rejected<List<Result<Settled>>>(Rejection reason) ->
                  Result.rejected(reason);
            });
      }
    }
  }

  private void settled(int at, Result<Settled> result) {
    results[at] = result;
    if (left.decrementAndGet() == 0) {
      answer.complete(Result.accepted(all()));
    }
  }

  @SuppressWarnings("NullAway") // Each is set by now.
  private List<Result<Settled>> all() {
    return Collections.unmodifiableList(Arrays.<Result<Settled>>asList(results));
  }
}
