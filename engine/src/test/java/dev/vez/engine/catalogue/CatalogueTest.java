package dev.vez.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.record.RecordType;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.TestNode;
import dev.vez.engine.group.GroupStatus;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.scheduling.EnqueueVerdict;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Creating and deleting queues across the two groups. */
class CatalogueTest {

  private static final String META_LOOP = "group-0-loop";
  private static final String META_SYNC = "group-0-sync";

  @Test
  void shouldTryAScriptAgainThatIsNotAcceptedAtTheStart() {
    TestNode node = TestNode.started();
    node.hooks.deciding("script", input -> new EnqueueVerdict("tenant", 1, List.of()));
    node.createQueue("orders", "script");
    node.hooks.refusing("script", "line 1: what it looks up is not there");
    node.crashAndRestart();
    node.enqueued("orders", "a");

    node.hooks.acceptingAgain("script");
    node.enqueued("orders", "b");

    assertThat(node.stats("orders").keys())
        .extracting(QueueStats.KeyStats::fairnessKey)
        .containsExactly("default", "tenant");
  }

  @Test
  void shouldLetAQueueBeUsedAsSoonAsItIsCreated() {
    TestNode node = TestNode.started();

    assertThat(node.createQueue("orders")).isEqualTo("orders");

    node.enqueued("orders", "m");
    node.enqueued("orders.dlq", "m");
    assertThat(node.queues()).extracting(QueueSummary::depth).containsExactly(1L, 1L);
  }

  @Test
  void shouldRefuseANameThatIsTaken() {
    TestNode node = TestNode.withQueue("orders");

    assertThat(node.rejected(create(node, "orders")))
        .isEqualTo(new Rejection.QueueAlreadyExists("orders"));
    assertThat(node.rejected(create(node, "orders.dlq")))
        .isEqualTo(new Rejection.QueueAlreadyExists("orders.dlq"));
  }

  @Test
  void shouldFreeTheNameOfADeletedQueueWithAllThatWasInIt() {
    TestNode node = TestNode.withQueue("orders");
    node.enqueued("orders", "old");

    assertThat(node.accepted(delete(node, "orders"))).isEqualTo(Settled.INSTANCE);
    assertThat(node.queues()).isEmpty();
    node.createQueue("orders");
    RecordingSink sink = node.consume("orders", 5);
    node.enqueued("orders", "new");
    node.scheduler.runReady();

    assertThat(sink.bodies()).containsExactly("new");
  }

  @Test
  void shouldRefuseToDeleteAQueueTwice() {
    TestNode node = TestNode.withQueue("orders");

    CompletionStage<Result<Settled>> first = delete(node, "orders");
    CompletionStage<Result<Settled>> second = delete(node, "orders");

    assertThat(node.accepted(first)).isEqualTo(Settled.INSTANCE);
    assertThat(node.rejected(second)).isEqualTo(new Rejection.QueueNotFound("orders"));
  }

  @Test
  void shouldShowNoQueueBeforeItIsDurable() {
    TestNode node = TestNode.started();
    CompletionStage<Result<String>> created = create(node, "orders");
    node.scheduler.runUntil(() -> pendingChanges(node) == 1);

    node.process().pause(META_SYNC);
    node.scheduler.runReady();
    assertThat(created.toCompletableFuture()).isNotDone();
    assertThat(node.rejected(node.enqueue("orders", "m")))
        .isEqualTo(new Rejection.QueueNotFound("orders"));

    node.process().resume(META_SYNC);
    assertThat(node.accepted(created)).isEqualTo("orders");
  }

  @Test
  void shouldCarryOutManyChangesInTheirOrder() {
    TestNode node = TestNode.started();
    List<CompletionStage<Result<String>>> created =
        IntStream.range(0, 8).mapToObj(i -> create(node, "q" + i)).toList();
    node.scheduler.runUntil(() -> pendingChanges(node) >= 2);

    assertThat(created).allSatisfy(each -> node.accepted(each));
    List<CompletionStage<Result<Settled>>> deleted =
        IntStream.range(0, 8).mapToObj(i -> delete(node, "q" + i)).toList();

    assertThat(deleted).allSatisfy(each -> node.accepted(each));
    assertThat(node.queues()).isEmpty();
    assertThat(pendingChanges(node)).isZero();
  }

  /** The first change is confirmed and the next applied, but only the former is synced. */
  @Test
  void shouldCarryOutNoChangeThatTheCatalogueMayYetLose() {
    boolean secondIsDurable = false;
    for (int steps = 0; !secondIsDurable; steps++) {
      TestNode node = TestNode.started();
      CompletionStage<Result<String>> first = create(node, "first");
      node.scheduler.runUntil(() -> pendingChanges(node) == 1);
      node.scheduler.runUntil(() -> pendingChanges(node) == 0);
      node.process().pause(META_SYNC);
      CompletionStage<Result<String>> second = create(node, "second");
      runSteps(node, steps);
      node.process().pause(META_LOOP);
      node.process().resume(META_SYNC);
      node.scheduler.runReady();
      node.process().pause(META_SYNC);
      secondIsDurable = pendingChanges(node) == 1;
      node.process().resume(META_LOOP);
      node.scheduler.runReady();

      assertThat(first.toCompletableFuture()).isDone();
      assertThat(node.store(1).image().all(RecordType.QUEUE)).hasSize(secondIsDurable ? 4 : 2);

      node.process().resume(META_SYNC);
      assertThat(node.accepted(second)).isEqualTo("second");
      assertThat(node.store(1).image().all(RecordType.QUEUE)).hasSize(4);
    }
  }

  @Test
  void shouldCreateAQueueWhollyOrNotAtAllWhereverItCrashes() {
    int steps = 0;
    boolean created = false;
    while (!created) {
      TestNode node = TestNode.started();
      node.scheduler.runReady();
      CompletableFuture<Result<String>> call = create(node, "orders").toCompletableFuture();
      runSteps(node, ++steps);
      created = call.isDone();

      node.crashAndRestart();
      node.scheduler.runReady();

      if (created) {
        assertThat(names(node)).containsExactly("orders", "orders.dlq");
      }
      assertThat(names(node)).isIn(List.of(), List.of("orders", "orders.dlq"));
      assertThat(pendingChanges(node)).isZero();
      if (names(node).isEmpty()) {
        node.createQueue("orders");
      }
      node.enqueued("orders", "m");
      node.enqueued("orders.dlq", "m");
    }
    assertThat(steps).isGreaterThan(10);
  }

  @Test
  void shouldDeleteAQueueWhollyOrNotAtAllWhereverItCrashes() {
    int steps = 0;
    boolean deleted = false;
    while (!deleted) {
      TestNode node = TestNode.withQueue("orders");
      node.enqueued("orders", "old");
      node.scheduler.runReady();
      CompletableFuture<Result<Settled>> call = delete(node, "orders").toCompletableFuture();
      runSteps(node, ++steps);
      deleted = call.isDone();

      node.crashAndRestart();
      node.scheduler.runReady();

      if (deleted) {
        assertThat(names(node)).isEmpty();
      }
      assertThat(pendingChanges(node)).isZero();
      if (names(node).isEmpty()) {
        node.createQueue("orders");
        assertThat(node.summary("orders").depth()).isZero();
      } else {
        assertThat(names(node)).containsExactly("orders", "orders.dlq");
        assertThat(node.summary("orders").depth()).isEqualTo(1);
      }
    }
    assertThat(steps).isGreaterThan(10);
  }

  @Test
  void shouldNotLetCallersWaitForAGroupThatIsDown() {
    TestNode node = TestNode.started();
    node.store(1).failNextWrite();

    CompletionStage<Result<String>> created = create(node, "orders");

    assertThat(node.rejected(created)).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertThat(node.engine().health().get(1)).isInstanceOf(GroupStatus.Failed.class);
  }

  @Test
  void shouldNotLetCallersWaitForAGroupThatWasDownBefore() {
    TestNode node = TestNode.withQueue("orders");
    node.store(1).failNextSync();
    node.rejected(node.enqueue("orders", "m"));

    assertThat(node.rejected(create(node, "other"))).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertThat(node.rejected(create(node, "third"))).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertThat(node.rejected(delete(node, "orders"))).isInstanceOf(Rejection.OutcomeUnknown.class);
  }

  @Test
  void shouldCarryOutAfterARestartWhatADownedGroupCouldNot() {
    TestNode node = TestNode.started();
    node.store(1).failNextWrite();
    node.rejected(create(node, "orders"));

    node.crashAndRestart();
    node.scheduler.runReady();

    assertThat(names(node)).containsExactly("orders", "orders.dlq");
  }

  @Test
  void shouldNotLetCallersWaitForACatalogueThatIsDown() {
    TestNode node = TestNode.started();
    CompletionStage<Result<String>> created = create(node, "orders");
    node.scheduler.runUntil(() -> pendingChanges(node) == 1);

    node.store(0).failNextWrite();

    assertThat(node.rejected(created)).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertThat(node.rejected(create(node, "other"))).isEqualTo(new Rejection.NotLeader(""));
  }

  @Test
  void shouldRefuseWhatIsNotValid() {
    TestNode node = TestNode.started();

    assertThat(invalidField(node, new NewQueue("", "", "", 0))).isEqualTo("name");
    assertThat(invalidField(node, new NewQueue("-x", "", "", 0))).isEqualTo("name");
    assertThat(invalidField(node, new NewQueue("q".repeat(256), "", "", 0))).isEqualTo("name");
    assertThat(invalidField(node, new NewQueue("q", "x".repeat(70_000), "", 0)))
        .isEqualTo("config.on_enqueue_script");
    assertThat(invalidField(node, new NewQueue("q", "not registered", "", 0)))
        .isEqualTo("config.on_enqueue_script");
    assertThat(invalidField(node, new NewQueue("q", "", "x".repeat(70_000), 0)))
        .isEqualTo("config.on_failure_script");
    assertThat(invalidField(node, new NewQueue("q", "", "not registered", 0)))
        .isEqualTo("config.on_failure_script");
    for (long timeout : List.of(-1L, 1L, 999L, 43_200_001L)) {
      assertThat(invalidField(node, new NewQueue("q", "", "", timeout)))
          .isEqualTo("config.visibility_timeout_ms");
    }
    assertThat(node.queues()).isEmpty();
  }

  @Test
  void shouldUseTheVisibilityTimeoutThatWasAskedFor() {
    TestNode node = TestNode.started();
    node.accepted(node.engine().admin().createQueue(new NewQueue("q", "", "", 1_000)));
    RecordingSink sink = node.consume("q", 5);
    node.enqueued("q", "m");

    node.scheduler.advanceMillis(1_010);

    assertThat(sink.bodies()).containsExactly("m", "m");
  }

  @Test
  void shouldReachTheDeadLetterQueueOfTheLongestName() {
    TestNode node = TestNode.withQueue("q".repeat(255));

    node.enqueued("q".repeat(255) + ".dlq", "m");

    assertThat(node.rejected(node.enqueue("q".repeat(256), "m")))
        .isInstanceOf(Rejection.InvalidArgument.class);
  }

  @Test
  void shouldRefuseMoreCallsThanAllowed() {
    TestNode node = TestNode.started();
    List<CompletionStage<Result<String>>> admitted =
        IntStream.range(0, 10).mapToObj(i -> create(node, "q" + i)).toList();

    assertThat(node.rejected(create(node, "q10")))
        .isInstanceOfSatisfying(
            Rejection.ResourceExhausted.class,
            it -> assertThat(it.limit()).isEqualTo("limits.admin_calls_max"));
    assertThat(admitted).allSatisfy(each -> node.accepted(each));
    node.createQueue("q10");
  }

  private static void runSteps(TestNode node, int steps) {
    for (int i = 0; i < steps; i++) {
      node.scheduler.runOne();
    }
  }

  private static CompletionStage<Result<String>> create(TestNode node, String name) {
    return node.engine().admin().createQueue(new NewQueue(name, "", "", 0));
  }

  private static CompletionStage<Result<Settled>> delete(TestNode node, String name) {
    return node.engine().admin().deleteQueue(name);
  }

  private static List<String> names(TestNode node) {
    return node.queues().stream().map(QueueSummary::name).toList();
  }

  private static int pendingChanges(TestNode node) {
    return node.store(0).image().all(RecordType.PENDING_CHANGE).size();
  }

  private static String invalidField(TestNode node, NewQueue queue) {
    return switch (node.rejected(node.engine().admin().createQueue(queue))) {
      case Rejection.InvalidArgument(var field, var problem) -> field;
      case Rejection other -> throw new AssertionError("Expected a bad argument, got " + other);
    };
  }
}
