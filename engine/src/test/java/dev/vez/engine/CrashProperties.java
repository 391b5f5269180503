package dev.vez.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.recovery.InMemoryStateStore;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.SeededRandomSource;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What was answered survives: a producer and a consumer work through one power loss after the
 * other, each at any moment and with any part of what was not synced.
 */
class CrashProperties {

  private static final int ROUNDS = 4;
  private static final int STEPS_PER_ROUND = 60;
  private static final String QUEUE = "orders";
  private static final Rejection UNANSWERED = new Rejection.OutcomeUnknown("not answered");

  @Property(tries = 80)
  void shouldLoseNothingThatWasAnsweredAndBringNothingBack(@ForAll long seed) {
    new Run(seed).run();
  }

  /** One history, chosen by its seed. */
  private static final class Run {

    private final SeededRandomSource chances;
    private final TestNode node;
    private final Map<String, CompletableFuture<Result<MessageId>>> enqueues = new HashMap<>();
    private final Map<String, CompletableFuture<Result<Settled>>> acks = new HashMap<>();
    private final Set<String> enqueued = new HashSet<>();
    private final Set<String> settled = new HashSet<>();
    private final Set<String> perhapsSettled = new HashSet<>();
    private List<RecordingSink> sinks = new ArrayList<>();
    private final List<LeaseId> tooEarly = new ArrayList<>();
    private int nextBody;

    Run(long seed) {
      chances = new SeededRandomSource(seed);
      node = new TestNode(new VirtualScheduler(new SeededRandomSource(seed + 1)), TestNode.OPTIONS);
    }

    void run() {
      node.start();
      node.createQueue(QUEUE);
      for (int round = 0; round < ROUNDS; round++) {
        for (int step = 0; step < STEPS_PER_ROUND; step++) {
          act();
          runSome();
        }
        crash();
      }
      assertNothingLostAndNothingBack();
    }

    private void act() {
      switch (upTo(8)) {
        case 0, 1, 2, 3 -> {
          String body = "m" + nextBody++;
          enqueues.put(body, node.enqueue(QUEUE, body, upTo(3)));
        }
        case 4 -> {
          RecordingSink sink = new RecordingSink(this::checkLease).handingOver();
          sinks.add(sink);
          var _ = node.consumeLater(QUEUE, 1 + upTo(5), sink);
        }
        case 5, 6 -> deliveries().stream().skip(upTo(5)).findFirst().ifPresent(this::ack);
        default -> node.scheduler.advanceMillis(upTo(2) == 0 ? 1 : 31_000);
      }
    }

    private void ack(Delivery delivery) {
      String body = text(delivery);
      if (!acks.containsKey(body)) {
        acks.put(body, node.ack(QUEUE, delivery.message().id()));
      }
    }

    private List<Delivery> deliveries() {
      return sinks.stream()
          .flatMap(sink -> sink.deliveries().stream())
          .filter(each -> !settled.contains(text(each)))
          .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Entries have no gaps here, so what is synced can be counted. */
    private void checkLease(Delivery delivery) {
      InMemoryStateStore store = node.store(1);
      if (delivery.lease().index() > store.applied().index() - store.unsyncedBatches()) {
        tooEarly.add(delivery.lease());
      }
    }

    private void runSome() {
      for (int i = upTo(30); i > 0; i--) {
        node.scheduler.runOne();
      }
    }

    private void crash() {
      note();
      node.crash(unsynced -> upTo(unsynced + 1));
      node.replaceProcess();
      sinks = new ArrayList<>();
      enqueues.clear();
      acks.clear();
      node.start();
    }

    /** Only what was answered before the crash counts. */
    private void note() {
      enqueues.forEach(
          (body, call) -> {
            if (call.getNow(Result.rejected(UNANSWERED)) instanceof Result.Accepted<MessageId>) {
              enqueued.add(body);
            }
          });
      acks.forEach(
          (body, call) -> {
            if (call.getNow(Result.rejected(UNANSWERED)) instanceof Result.Accepted<Settled>) {
              settled.add(body);
            } else {
              perhapsSettled.add(body);
            }
          });
    }

    private void assertNothingLostAndNothingBack() {
      RecordingSink last = new RecordingSink().handingOver();
      node.consume(QUEUE, 100, last);
      // Leases of the past end.
      node.scheduler.advanceMillis(62_000);
      Set<String> left = new HashSet<>(last.bodies());
      Set<String> expected = new HashSet<>(enqueued);
      expected.removeAll(settled);
      expected.removeAll(perhapsSettled);
      assertThat(left).containsAll(expected).doesNotContainAnyElementsOf(settled);
      assertThat(tooEarly).isEmpty();
      assertThat(node.scheduler.failures()).isEmpty();
    }

    private int upTo(int bound) {
      return (int) Long.remainderUnsigned(chances.nextLong(), bound);
    }
  }

  private static String text(Delivery delivery) {
    return new String(delivery.body().toByteArray(), StandardCharsets.UTF_8);
  }
}
