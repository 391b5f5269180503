package dev.vez.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.MessageId;
import dev.vez.domain.record.RecordType;
import dev.vez.engine.EngineOptions;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.TestNode;
import dev.vez.engine.hook.HookOptions;
import dev.vez.engine.hook.OnError;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.SeededRandomSource;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EnqueueBatchTest {

  @Test
  void shouldAcceptABatchInOrderWithAnIdForEachMessage() {
    TestNode node = TestNode.withQueue("orders");

    List<Result<MessageId>> results = node.accepted(node.enqueueBatch("orders", 1, "a", "b", "c"));

    List<MessageId> ids = results.stream().map(EnqueueBatchTest::id).toList();
    RecordingSink sink = node.consume("orders", 10);
    node.scheduler.runReady();
    assertThat(sink.bodies()).containsExactly("a", "b", "c");
    assertThat(sink.deliveries())
        .extracting(delivery -> delivery.message().id())
        .containsExactlyElementsOf(ids);
    assertThat(sink.deliveries().getLast().headers()).containsEntry("header", "c");
  }

  @Test
  void shouldAnswerOnlyOnceItIsDurable() {
    TestNode node = TestNode.withQueue("orders");
    node.process().pause("group-1-sync");

    CompletableFuture<Result<List<Result<MessageId>>>> answer = node.enqueueBatch("orders", 1, "a");
    node.scheduler.runReady();
    assertThat(answer).isNotDone();

    node.process().resume("group-1-sync");
    node.accepted(answer);
    node.crashAndRestart();
    assertThat(node.summary("orders").depth()).isEqualTo(1);
  }

  @Test
  void shouldTellWhatIsWrongWithAMessageAndAcceptTheOthers() {
    TestNode node = TestNode.withQueue("orders");
    EnqueueBatch batch =
        new EnqueueBatch(
            "orders",
            List.of(
                new EnqueueBatch.Message(Map.of(), TestNode.bytes("good")),
                new EnqueueBatch.Message(
                    Map.of("name", "x".repeat(8 * 1024 + 1)), TestNode.bytes("bad")),
                new EnqueueBatch.Message(Map.of(), TestNode.bytes("fine"))),
            1,
            true);

    List<Result<MessageId>> results = node.accepted(node.engine().messaging().enqueueBatch(batch));

    assertThat(results).hasSize(3);
    assertThat(results.get(1))
        .isInstanceOfSatisfying(
            Result.Rejected.class,
            rejected ->
                assertThat(rejected.reason()).isInstanceOf(Rejection.InvalidArgument.class));
    RecordingSink sink = node.consume("orders", 10);
    node.scheduler.runReady();
    assertThat(sink.bodies()).containsExactly("good", "fine");
    assertThat(sink.deliveries())
        .extracting(delivery -> delivery.message().id())
        .containsExactly(id(results.get(0)), id(results.get(2)));
  }

  @Test
  void shouldKnowARepeatAfterACrashUntilItsWindowEnds() {
    TestNode node = TestNode.withQueue("orders");
    node.accepted(node.engine().config().setConfig("idempotency.window_ms", "5000"));
    List<Result<MessageId>> first = node.accepted(enqueue(node, "a", "b"));
    node.crashAndRestart();

    assertThat(node.accepted(enqueue(node, "b", "a", "b")))
        .containsExactly(first.get(1), first.get(0), first.get(1));

    assertThat(node.summary("orders").depth()).isEqualTo(2);
    node.scheduler.advanceMillis(7_000);
    assertThat(node.store(1).image().all(RecordType.IDEMPOTENCY_KEY)).isEmpty();
    assertThat(node.accepted(enqueue(node, "a"))).isNotEqualTo(List.of(first.get(0)));
    assertThat(node.summary("orders").depth()).isEqualTo(3);
  }

  @Test
  void shouldJudgeKeysOnlyOfTheMessagesThatAreNotRefusedBefore() {
    TestNode node = TestNode.withQueue("orders");
    List<Result<MessageId>> first = node.accepted(enqueue(node, "a"));

    List<Result<MessageId>> results =
        node.accepted(enqueue(node, "\u20ac".repeat(43), "a", "x".repeat(128)));

    assertThat(results.get(0))
        .isInstanceOfSatisfying(
            Result.Rejected.class,
            refused ->
                assertThat(refused.reason())
                    .isEqualTo(
                        new Rejection.InvalidArgument(
                            "idempotency_key", "Expected at most 128 bytes, but got 129")));
    assertThat(results.get(1)).isEqualTo(first.get(0));
    assertThat(results.get(2)).isInstanceOf(Result.Accepted.class);
    assertThat(node.summary("orders").depth()).isEqualTo(2);
  }

  private static CompletionStage<Result<List<Result<MessageId>>>> enqueue(
      TestNode node, String... keys) {
    return node.engine().messaging().enqueueBatch(TestNode.keyed("orders", keys));
  }

  @Test
  void shouldAnswerABatchOfWhichNothingIsLeft() {
    TestNode node = TestNode.withQueue("orders");
    EnqueueBatch.Message bad =
        new EnqueueBatch.Message(Map.of("", "x".repeat(9_000)), TestNode.bytes(""));

    assertThat(
            node.accepted(
                node.engine()
                    .messaging()
                    .enqueueBatch(new EnqueueBatch("orders", List.of(bad, bad), 1, true))))
        .hasSize(2)
        .allMatch(Result.Rejected.class::isInstance);
    assertThat(node.accepted(node.enqueueBatch("orders", 1))).isEmpty();
    assertThat(node.summary("orders").depth()).isZero();
  }

  @Test
  void shouldRefuseABatchForReasonsThatHoldForAllOfIt() {
    TestNode node = TestNode.withQueue("orders");

    assertThat(node.rejected(node.enqueueBatch("no good", 1, "a")))
        .isInstanceOf(Rejection.InvalidArgument.class);
    assertThat(node.rejected(node.enqueueBatch("missing", 1, "a")))
        .isEqualTo(new Rejection.QueueNotFound("missing"));
    assertThat(
            node.rejected(
                node.enqueueBatch(
                    "orders",
                    1,
                    IntStream.rangeClosed(0, EnqueueBatch.MESSAGES_MAX)
                        .mapToObj(Integer::toString)
                        .toArray(String[]::new))))
        .isInstanceOfSatisfying(
            Rejection.InvalidArgument.class, it -> assertThat(it.field()).isEqualTo("messages"));
    node.freeSpace.leave(10);
    node.scheduler.advanceMillis(2_000);
    assertThat(node.rejected(node.enqueueBatch("orders", 1, "a")))
        .isInstanceOfSatisfying(
            Rejection.ResourceExhausted.class,
            it -> assertThat(it.limit()).isEqualTo("storage.disk_reserve_bytes"));
  }

  @Test
  void shouldNotRefuseABatchBecauseMuchWaits() {
    TestNode node = TestNode.withQueue("orders");
    List<CompletableFuture<Result<MessageId>>> calls =
        IntStream.range(0, 1_000).mapToObj(i -> node.enqueue("orders", "c")).toList();
    assertThat(node.enqueue("orders", "one too many")).isDone();

    CompletableFuture<Result<List<Result<MessageId>>>> batch =
        node.enqueueBatch("orders", 1, "a", "b");
    assertThat(batch).isNotDone();
    // Unless nothing bounds what its source has waiting.
    EnqueueBatch unbounded =
        new EnqueueBatch("orders", TestNode.batch("orders", 1, "a").messages(), 1, false);
    assertThat(node.rejected(node.engine().messaging().enqueueBatch(unbounded)))
        .isInstanceOfSatisfying(
            Rejection.ResourceExhausted.class,
            it -> assertThat(it.limit()).isEqualTo("limits.inbox_requests_max"));

    assertThat(node.accepted(batch)).hasSize(2);
    assertThat(calls).allSatisfy(node::accepted);
  }

  @Test
  void shouldLetTheScriptDecideOnEachMessage() {
    TestNode node = TestNode.started();
    node.hooks.deciding("by tenant", EnqueueBatchTest::byTenant);
    node.createQueue("scripted", "by tenant");
    String[] tenants =
        IntStream.range(0, 30).mapToObj(i -> "tenant" + i % 3).toArray(String[]::new);

    assertThat(node.accepted(node.enqueueBatch("scripted", 1, tenants))).hasSize(30);

    assertThat(node.hooks.runs("by tenant")).isEqualTo(30);
    RecordingSink sink = node.consume("scripted", 100);
    node.scheduler.runReady();
    assertThat(sink.deliveries())
        .hasSize(30)
        .allSatisfy(
            delivery ->
                assertThat(delivery.fairnessKey()).isEqualTo(delivery.headers().get("header")));
  }

  @Test
  void shouldRefuseOnlyTheMessagesWhoseScriptFails() {
    TestNode node = new TestNode(new VirtualScheduler(), rejecting());
    node.start();
    node.hooks.deciding(
        "picky",
        input ->
            String.valueOf(input.headers().get("header")).equals("bad")
                ? new EnqueueVerdict("x".repeat(2_000), 1, List.of())
                : EnqueueVerdict.DEFAULT);
    node.createQueue("scripted", "picky");

    List<Result<MessageId>> results =
        node.accepted(node.enqueueBatch("scripted", 1, "a", "bad", "b"));

    assertThat(results.get(1))
        .isInstanceOfSatisfying(
            Result.Rejected.class,
            rejected -> assertThat(rejected.reason()).isInstanceOf(Rejection.ScriptFailed.class));
    RecordingSink sink = node.consume("scripted", 10);
    node.scheduler.runReady();
    assertThat(sink.bodies()).containsExactly("a", "b");
  }

  @Property(tries = 50)
  void shouldKeepTheOrderOfAConnectionWhateverHooksTake(@ForAll long seed) {
    TestNode node =
        new TestNode(new VirtualScheduler(new SeededRandomSource(seed)), TestNode.OPTIONS);
    node.start();
    node.hooks.deciding("same key", input -> EnqueueVerdict.DEFAULT);
    node.createQueue("hooked", "same key");
    SeededRandomSource choices = new SeededRandomSource(seed);
    List<CompletableFuture<Result<List<Result<MessageId>>>>> answers = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < 8; i++) {
      int size = 1 + (int) Long.remainderUnsigned(choices.nextLong(), 20);
      int from = next;
      answers.add(
          node.enqueueBatch(
              "hooked",
              1,
              IntStream.range(from, from + size).mapToObj(n -> "m" + n).toArray(String[]::new)));
      next += size;
      if (choices.nextLong() > 0) {
        node.scheduler.runOne();
      }
    }
    int sent = next;
    answers.forEach(node::accepted);

    RecordingSink sink = node.consume("hooked", 200).handingOver();
    node.scheduler.runReady();
    assertThat(sink.bodies())
        .containsExactlyElementsOf(IntStream.range(0, sent).mapToObj(n -> "m" + n).toList());
  }

  private static EnqueueVerdict byTenant(EnqueueHook.Input input) {
    return new EnqueueVerdict(String.valueOf(input.headers().get("header")), 1, List.of());
  }

  private static EngineOptions rejecting() {
    EngineOptions options = TestNode.OPTIONS;
    return new EngineOptions(
        options.group(),
        options.delivery(),
        options.limits(),
        new HookOptions(2, 100, 1 << 20, 3, 10_000, OnError.REJECT),
        options.admin(),
        options.initialSettings(),
        options.windowBytesMax(),
        options.diskReserveBytes(),
        options.drainMillis());
  }

  private static MessageId id(Result<MessageId> result) {
    return switch (result) {
      case Result.Accepted<MessageId>(var id) -> id;
      case Result.Rejected<MessageId>(var reason) ->
          throw new AssertionError("Expected success, but got " + reason);
    };
  }
}
