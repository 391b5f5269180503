package dev.vez.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.CatalogueRecord;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.QueueState;
import dev.vez.domain.record.RecordType;
import dev.vez.engine.TestNode;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.scheduling.SeededRandomSource;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The catalogue and the group say the same after every power loss, although their stores do not
 * lose the same: one may keep what the other has lost.
 */
class CatalogueCrashProperties {

  private static final int ROUNDS = 12;
  private static final int STEPS_PER_ROUND_MAX = 12;
  private static final int NAMES = 6;

  @Property(tries = 300)
  void shouldNeverLetTheCatalogueAndTheGroupContradictEachOther(@ForAll long seed) {
    new Run(seed).run();
  }

  /** One history, chosen by its seed. */
  private static final class Run {

    private final SeededRandomSource chances;
    private final TestNode node;

    /** The last answered word on each name; none where a later change may have been made. */
    private final Map<String, Boolean> answered = new LinkedHashMap<>();

    private final Map<String, CompletableFuture<Result<String>>> creations = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Result<Settled>>> deletions = new LinkedHashMap<>();
    private long nextTimeoutMillis = 1_000;

    Run(long seed) {
      chances = new SeededRandomSource(seed);
      node = new TestNode(new VirtualScheduler(new SeededRandomSource(seed + 1)), TestNode.OPTIONS);
    }

    void run() {
      node.start();
      for (int round = 0; round < ROUNDS; round++) {
        for (int step = upTo(STEPS_PER_ROUND_MAX); step > 0; step--) {
          for (int i = upTo(4); i > 0; i--) {
            act();
          }
          runSome();
          note();
        }
        crashAndRestart();
        assertAgreement();
      }
    }

    /** One of the disks may be slow meanwhile. */
    private void runSome() {
      int slow = upTo(3);
      if (slow < 2) {
        node.process().pause("group-" + slow + "-sync");
      }
      for (int i = upTo(10); i > 0; i--) {
        node.scheduler.runOne();
      }
      if (slow < 2 && upTo(2) == 0) {
        node.process().resume("group-" + slow + "-sync");
      }
    }

    /** One change of each name at a time, so that its answer says how the name stands. */
    private void act() {
      String name = "q" + upTo(NAMES);
      if (creations.containsKey(name) || deletions.containsKey(name)) {
        return;
      }
      answered.remove(name);
      if (upTo(3) > 0) {
        NewQueue queue = new NewQueue(name, "", "", nextTimeoutMillis++);
        creations.put(name, node.engine().admin().createQueue(queue).toCompletableFuture());
      } else {
        deletions.put(name, node.engine().admin().deleteQueue(name).toCompletableFuture());
      }
    }

    private void note() {
      creations
          .entrySet()
          .removeIf(
              call ->
                  call.getValue().isDone()
                      && noted(
                          call.getKey(),
                          call.getValue().join(),
                          new Rejection.QueueAlreadyExists(call.getKey()),
                          true));
      deletions
          .entrySet()
          .removeIf(
              call ->
                  call.getValue().isDone()
                      && noted(
                          call.getKey(),
                          call.getValue().join(),
                          new Rejection.QueueNotFound(call.getKey()),
                          false));
    }

    /** Whether the change was needed or not: the name is taken now, or free. */
    private boolean noted(String name, Result<?> result, Rejection whereNotNeeded, boolean exists) {
      if (result instanceof Result.Rejected<?>(var reason)) {
        assertThat(reason).isEqualTo(whereNotNeeded);
      }
      answered.put(name, exists);
      return true;
    }

    private void crashAndRestart() {
      node.crash(unsynced -> upTo(unsynced + 1));
      node.replaceProcess();
      creations.clear();
      deletions.clear();
      node.start();
      node.scheduler.runReady();
    }

    private void assertAgreement() {
      assertThat(node.store(0).image().all(RecordType.PENDING_CHANGE)).isEmpty();
      List<CatalogueRecord> catalogue =
          node.store(0).image().all(RecordType.CATALOGUE).stream()
              .map(CatalogueRecord.class::cast)
              .toList();
      assertThat(catalogue).allMatch(each -> each.state() == QueueState.ACTIVE);
      assertThat(node.store(1).image().all(RecordType.QUEUE))
          .map(QueueRecord.class::cast)
          .containsExactlyInAnyOrderElementsOf(
              catalogue.stream()
                  .map(
                      each ->
                          new QueueRecord(
                              each.id(),
                              each.config().visibilityTimeoutMillis(),
                              catalogue.stream()
                                  .filter(other -> other.name().equals(each.name() + ".dlq"))
                                  .map(CatalogueRecord::id)
                                  .findAny()
                                  .orElse(QueueId.NONE),
                              QueueRecord.MAX_ATTEMPTS_OF_GROUP))
                  .toList());
      Set<String> names = new HashSet<>(catalogue.stream().map(CatalogueRecord::name).toList());
      answered.forEach(
          (name, exists) -> assertThat(names.contains(name)).as(name).isEqualTo(exists));
      assertThat(node.scheduler.failures()).isEmpty();
    }

    private int upTo(int bound) {
      return (int) Long.remainderUnsigned(chances.nextLong(), bound);
    }
  }
}
