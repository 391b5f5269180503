package dev.vez.simulation;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.vez.simulation.audit.Invariant;
import dev.vez.simulation.audit.Violation;
import dev.vez.simulation.mutant.Broker;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.Fittings;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A failure comes with a beginning that is enough to fail. */
class ShrinkingTest {

  private static final int SEEDS_MAX = 50;

  /** Says of some messages that they were accepted, and drops them. */
  private static final Fittings LOSING =
      new Fittings() {
        @Override
        public Messaging fit(Messaging messaging, Chance chance) {
          return new Losing(messaging);
        }
      };

  @Test
  void shouldFindTheShortestBeginningThatFails() {
    RunPlan plan =
        LongStream.rangeClosed(1, SEEDS_MAX)
            .mapToObj(RunPlan::of)
            .map(each -> each.with(LOSING))
            .map(each -> each.heeding(Set.of(Invariant.NO_ACCEPTED_MESSAGE_LOST)))
            .filter(each -> Simulation.run(each).violation().isPresent())
            .findFirst()
            .orElseThrow();
    RunReport failed = Simulation.run(plan);

    RunPlan shorter = Shrinking.shorten(Broker.SOUND, plan, failed);

    assertThat(shorter.faultyEventsMax()).isPositive().isLessThan(failed.faultyEvents() / 10);
    assertThat(broken(Simulation.run(shorter))).isEqualTo(Invariant.NO_ACCEPTED_MESSAGE_LOST);
    assertThat(Simulation.run(shorter.endingFaultsAfter(shorter.faultyEventsMax() - 1)).violation())
        .isEmpty();
  }

  private static Invariant broken(RunReport report) {
    return report.violation().map(Violation::invariant).orElseThrow();
  }

  private record Losing(Messaging messaging) implements Messaging {

    @Override
    public CompletionStage<Result<MessageId>> enqueue(EnqueueRequest request) {
      // A body begins with the number of its message.
      long number = request.body().asByteBuffer().getLong();
      return number % 20 == 0
          ? CompletableFuture.completedFuture(Result.accepted(new MessageId(1, number)))
          : messaging.enqueue(request);
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
}
