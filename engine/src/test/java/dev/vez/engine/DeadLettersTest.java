package dev.vez.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.record.GroupSettings;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.SeededRandomSource;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a failed attempt to the dead-letter queue and back, through the whole engine. */
class DeadLettersTest {

  private static final String QUEUE = "orders";
  private static final String DEAD_LETTERS = "orders.dlq";

  private static final int SEEDS = 100;

  private TestNode node = new TestNode(new VirtualScheduler(), options(2));

  @BeforeEach
  void start() {
    node.start();
    node.createQueue(QUEUE);
  }

  @Test
  void shouldTellTheConsumerOfTheDeadLetterQueueHowTheMessageFailed() {
    RecordingSink sink = node.consume(QUEUE, 10).handingOver();
    node.enqueued(QUEUE, "m");
    node.scheduler.runReady();
    nack(sink.deliveries().get(0), "no luck");
    nack(sink.deliveries().get(1), "again \"no\" luck\n");
    assertThat(node.summary(QUEUE).depth()).isZero();

    RecordingSink deadLetters = node.consume(DEAD_LETTERS, 10);
    node.scheduler.runReady();
    Delivery dead = deadLetters.deliveries().getFirst();

    assertThat(dead.message().attempts()).isEqualTo(2);
    assertThat(dead.body()).isEqualTo(TestNode.bytes("m"));
    assertThat(dead.headers())
        .containsEntry("header", "m")
        .containsEntry("vez-failure", "again \"no\" luck\n");
    assertThat(dead.headers().get("vez-attempts"))
        .matches(
            "\\[\\{\"attempt\":1,\"kind\":\"nacked\",\"failed_at_ms\":\\d+,\"error\":\"no luck\"},"
                + "\\{\"attempt\":2,\"kind\":\"nacked\",\"failed_at_ms\":\\d+,"
                + "\"error\":\"again \\\\\"no\\\\\" luck\\\\u000a\"}]");
  }

  @Test
  void shouldKeepHeadersOfAnOrdinaryQueueAsTheyAre() {
    RecordingSink sink = node.consume(QUEUE, 10).handingOver();
    node.enqueued(QUEUE, "m");
    node.scheduler.runReady();

    nack(sink.deliveries().getFirst(), "no luck");

    assertThat(sink.deliveries().getLast().headers()).containsOnlyKeys("header");
  }

  @Test
  void shouldMoveAllDeadLettersBackAndTellTheirNumber() {
    bury(25);
    assertThat(node.summary(DEAD_LETTERS).depth()).isEqualTo(25);

    assertThat(node.accepted(redrive(0, null, true))).as("a dry run").isEqualTo(25);
    assertThat(node.summary(DEAD_LETTERS).depth()).isEqualTo(25);

    assertThat(node.accepted(redrive(0, null, false))).isEqualTo(25);
    assertThat(node.summary(DEAD_LETTERS).depth()).isZero();
    assertThat(node.summary(QUEUE).depth()).isEqualTo(25);
    RecordingSink again = node.consume(QUEUE, 30);
    node.scheduler.runReady();
    assertThat(again.deliveries())
        .hasSize(25)
        .allMatch(delivery -> delivery.message().attempts() == 0);
  }

  @Test
  void shouldMoveOnlySoManyOrThoseOfAKey() {
    bury(5);

    assertThat(node.accepted(redrive(0, "other", false))).isZero();
    assertThat(node.accepted(redrive(2, "default", true))).isEqualTo(2);
    assertThat(node.accepted(redrive(2, "default", false))).isEqualTo(2);
    assertThat(node.summary(DEAD_LETTERS).depth()).isEqualTo(3);
  }

  @Test
  void shouldTellOfARedriveOnlyOnceItIsOnDisk() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      node = new TestNode(new VirtualScheduler(new SeededRandomSource(seed)), options(2));
      start();
      bury(3);
      CompletableFuture<Result<Long>> call = redrive(0, null, false);
      node.scheduler.runUntil(call::isDone);

      node.crashAndRestart();

      assertThat(node.summary(DEAD_LETTERS).depth()).as("with seed %d", seed).isZero();
    }
  }

  @Test
  void shouldGoOnWithARedriveAfterACrash() {
    bury(30);
    CompletableFuture<Result<Long>> call = redrive(0, null, false);
    node.scheduler.runUntil(() -> node.store(1).image().all().toString().contains("moved=1"));
    node.crashAndRestart();

    node.scheduler.runUntil(() -> node.summary(DEAD_LETTERS).depth() == 0);

    assertThat(call.isDone() && call.join() instanceof Result.Accepted).isFalse();
    assertThat(node.summary(QUEUE).depth()).isEqualTo(30);
  }

  @Test
  void shouldRefuseAQueueThatIsMissingOrNoDeadLetterQueueOrHasNoParent() {
    assertThat(node.rejected(redrive("missing", 0, null, false)))
        .as("first of all it must exist")
        .isEqualTo(new Rejection.QueueNotFound("missing"));
    assertThat(node.rejected(redrive(QUEUE, 0, null, false)))
        .isInstanceOf(Rejection.InvalidArgument.class);
    node.createQueue("lonely.dlq");
    assertThat(node.rejected(redrive("lonely.dlq", 0, null, false)))
        .isEqualTo(new Rejection.ParentQueueNotFound("lonely"));
  }

  /** Makes dead letters out of so many messages. */
  private void bury(int count) {
    RecordingSink sink = node.consume(QUEUE, 100).handingOver();
    for (int i = 0; i < count; i++) {
      node.enqueued(QUEUE, "m" + i);
    }
    node.scheduler.runReady();
    for (int i = 0; i < 2 * count; i++) {
      nack(sink.deliveries().get(i), "no luck");
    }
    sink.close();
    node.scheduler.runReady();
  }

  private void nack(Delivery delivery, String error) {
    Settled _ =
        node.accepted(
            node.engine()
                .messaging()
                .nack(delivery.queue(), delivery.message().id(), LeaseId.NONE, error));
    node.scheduler.runReady();
  }

  private CompletableFuture<Result<Long>> redrive(
      long count, @Nullable String key, boolean isDryRun) {
    return redrive(DEAD_LETTERS, count, key, isDryRun);
  }

  private CompletableFuture<Result<Long>> redrive(
      String queue, long count, @Nullable String key, boolean isDryRun) {
    return node.engine()
        .admin()
        .redrive(new Redrive(queue, count, key, 0, isDryRun))
        .toCompletableFuture();
  }

  private static EngineOptions options(int maxAttempts) {
    EngineOptions small = TestNode.OPTIONS;
    return new EngineOptions(
        small.group(),
        small.delivery(),
        small.limits(),
        small.hooks(),
        small.admin(),
        new GroupSettings(1, 1_000, 1_000, 100, 100, 4, maxAttempts),
        small.windowBytesMax(),
        small.diskReserveBytes(),
        small.drainMillis());
  }
}
