package dev.vez.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.SeededRandomSource;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever the log loses, refuses, delays or hides for a while, the engine goes on once that is
 * over: its own commands come through, so consumers are attached and detached, have credit, and
 * leases end; and what was answered holds.
 */
class LossyLogProperties {

  private static final int STEPS = 80;
  private static final String QUEUE = "orders";

  @Property(tries = 60)
  void shouldGoOnOnceNothingIsLostAnyMore(@ForAll long seed) {
    new Run(seed).run();
  }

  private record Consumer(RecordingSink sink, CompletableFuture<Result<Subscription>> attached) {}

  /** One history, chosen by its seed. */
  private static final class Run {

    private final SeededRandomSource chances;
    private final TestNode node;
    private final Map<String, CompletableFuture<Result<MessageId>>> enqueues = new HashMap<>();
    private final Map<Delivery, CompletableFuture<Result<Settled>>> acks = new HashMap<>();
    private final List<Consumer> consumers = new ArrayList<>();
    private final List<RecordingSink> closed = new ArrayList<>();
    private boolean lossy;

    Run(long seed) {
      chances = new SeededRandomSource(seed);
      node = new TestNode(new VirtualScheduler(new SeededRandomSource(seed + 1)), TestNode.OPTIONS);
      node.useConsensus(
          (group, applied, members) -> new LossyConsensusGroup(applied, chances, () -> lossy));
    }

    void run() {
      node.start();
      node.createQueue(QUEUE);
      lossy = true;
      attach();
      for (int step = 0; step < STEPS; step++) {
        act();
        node.scheduler.advanceMillis(upTo(4) == 0 ? upTo(20_000) : upTo(50));
      }
      lossy = false;
      assertThatAllIsDone();
    }

    private void act() {
      switch (upTo(8)) {
        case 0, 1, 2, 3 -> {
          String body = "m" + enqueues.size();
          enqueues.put(body, node.enqueue(QUEUE, body, upTo(3)));
        }
        case 4 -> {
          if (consumers.size() < 4) {
            attach();
          }
        }
        case 5 -> {
          if (consumers.size() > 1 && consumers.getFirst().attached().isDone()) {
            RecordingSink gone = consumers.removeFirst().sink();
            gone.close();
            closed.add(gone);
          }
        }
        default -> ackAll();
      }
    }

    private void attach() {
      RecordingSink sink = new RecordingSink().handingOver();
      consumers.add(new Consumer(sink, node.consumeLater(QUEUE, 1 + upTo(5), sink)));
    }

    /** Also again, where it is not known to have been acked. */
    private void ackAll() {
      for (Delivery delivery : deliveries()) {
        CompletableFuture<Result<Settled>> before = acks.get(delivery);
        if (before == null || isToBeTriedAgain(before)) {
          acks.put(delivery, node.ack(delivery));
        }
      }
    }

    private static boolean isToBeTriedAgain(CompletableFuture<Result<Settled>> ack) {
      return ack.isDone()
          && ack.join() instanceof Result.Rejected<Settled>(var reason)
          && !(reason instanceof Rejection.LeaseNotFound)
          && !(reason instanceof Rejection.LeaseLost);
    }

    private void assertThatAllIsDone() {
      for (int i = 0; i < 5; i++) {
        node.scheduler.advanceMillis(20_000);
        ackAll();
        node.scheduler.advanceMillis(1_000);
      }
      Set<String> delivered = new HashSet<>(bodies());
      enqueues.forEach(
          (body, call) -> {
            assertThat(call).isDone();
            if (call.join() instanceof Result.Accepted) {
              assertThat(delivered).contains(body);
            }
          });
      assertThat(consumers)
          .allSatisfy(
              each -> assertThat(each.attached().join()).isInstanceOf(Result.Accepted.class))
          .allSatisfy(each -> assertThat(each.sink().end()).isNull());
      QueueSummary summary = node.summary(QUEUE);
      assertThat(summary.depth()).isZero();
      assertThat(summary.consumers()).isEqualTo(consumers.size());
      assertThat(node.scheduler.failures()).isEmpty();
    }

    private List<Delivery> deliveries() {
      List<Delivery> all = new ArrayList<>();
      consumers.forEach(each -> all.addAll(each.sink().deliveries()));
      closed.forEach(each -> all.addAll(each.deliveries()));
      return all;
    }

    private List<String> bodies() {
      List<String> all = new ArrayList<>();
      consumers.forEach(each -> all.addAll(each.sink().bodies()));
      closed.forEach(each -> all.addAll(each.bodies()));
      return all;
    }

    private int upTo(int bound) {
      return (int) Long.remainderUnsigned(chances.nextLong(), bound);
    }
  }
}
