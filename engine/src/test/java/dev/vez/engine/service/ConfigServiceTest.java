package dev.vez.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.ConfigLimits;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.RecordType;
import dev.vez.engine.EngineOptions;
import dev.vez.engine.TestNode;
import dev.vez.engine.group.GroupOptions;
import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.ConfigEntry;
import dev.vez.ports.api.QueueStats.ThrottleStats;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runtime configuration, on a whole node. Its limits are 5 entries and 300 bytes. */
class ConfigServiceTest {

  private final TestNode node = TestNode.started();

  @Test
  void shouldShowWhatWasSetAsSoonAsThatIsAnswered() {
    for (String value : List.of("1", "2", "", "3")) {
      CompletableFuture<Result<Settled>> set = set("k", value);
      node.scheduler.runUntil(set::isDone);

      assertThat(node.accepted(config().getConfig("k"))).isEqualTo(value);
    }
  }

  @Test
  void shouldNotShowWhatIsNotDurableYet() {
    node.store(0).failNextSync();
    CompletableFuture<Result<Settled>> set = set("k", "1");

    assertThat(node.rejected(set)).isInstanceOf(Rejection.OutcomeUnknown.class);

    assertThat(node.accepted(config().getConfig("k"))).isEmpty();
  }

  @Test
  void shouldKeepWhatWasAnsweredThroughACrash() {
    node.accepted(set("a", "1"));
    node.accepted(set("b", "2"));
    node.accepted(set("a", ""));

    node.crashAndRestart();

    assertThat(list("")).containsExactly(new ConfigEntry("b", "2"));
  }

  @Test
  void shouldListByPrefixInTheOrderOfKeys() {
    for (String key : List.of("b", "a.2", "a", "a.1", "B")) {
      node.accepted(set(key, "v"));
    }

    assertThat(list("")).extracting(ConfigEntry::key).containsExactly("B", "a", "a.1", "a.2", "b");
    assertThat(list("a.")).extracting(ConfigEntry::key).containsExactly("a.1", "a.2");
    assertThat(list("c")).isEmpty();
  }

  @Test
  void shouldLimitHowMuchThereIs() {
    IntStream.range(0, 5).forEach(i -> node.accepted(set("k" + i, "v")));

    assertThat(limitOf(set("k5", "v"))).isEqualTo("limits.config_entries_max");
    assertThat(limitOf(set("k0", "v".repeat(300)))).isEqualTo("limits.config_bytes_max");
    node.accepted(set("k4", ""));
    node.accepted(set("k5", "v"));
  }

  @Test
  void shouldRefuseKeysAndValuesThatAreNotValid() {
    assertThat(fieldOf(config().setConfig("", "v"))).isEqualTo("key");
    assertThat(fieldOf(config().setConfig("k".repeat(257), "v"))).isEqualTo("key");
    assertThat(fieldOf(config().setConfig("\u20ac".repeat(86), "v"))).isEqualTo("key");
    assertThat(fieldOf(config().setConfig("k", "v".repeat(1_025)))).isEqualTo("value");
    assertThat(fieldOf(config().setConfig("throttle.", "1,1"))).isEqualTo("key");
    assertThat(fieldOf(config().setConfig("throttle.k", "fast"))).isEqualTo("value");
    assertThat(fieldOf(config().getConfig(""))).isEqualTo("key");
    assertThat(fieldOf(config().getConfig("k".repeat(257)))).isEqualTo("key");
    assertThat(fieldOf(config().listConfig("k".repeat(257)))).isEqualTo("prefix");

    assertThat(node.store(0).image().all(RecordType.CONFIG)).isEmpty();
  }

  @Test
  void shouldTakeTheLongestKeyAndPrefix() {
    String longest = "\u20ac".repeat(85) + "k";
    node.accepted(set(longest, "v"));

    assertThat(node.accepted(config().getConfig(longest))).isEqualTo("v");
    assertThat(list(longest)).hasSize(1);
  }

  @Test
  void shouldHaveTheBucketInItsGroupWhenItAnswers() {
    node.createQueue("orders");
    CompletableFuture<Result<Settled>> set = set("throttle.t", "1.5,2");
    node.scheduler.runUntil(set::isDone);

    assertThat(node.stats("orders").throttles())
        .containsExactly(new ThrottleStats("t", 2_000_000, 1_500_000, 2_000_000));
    assertThat(node.store(1).image().all(RecordType.BUCKET)).hasSize(1);
    assertThat(node.accepted(config().getConfig("throttle.t"))).isEqualTo("1.5,2");
  }

  @Test
  void shouldShowWhatABucketGainsWhileNothingHappens() {
    node.createQueue("orders");
    node.accepted(set("throttle.t", "0,0"));
    node.accepted(set("throttle.t", "0.5,2"));
    long before = tokensMicros();

    node.scheduler.advanceMillis(1_000);
    assertThat(tokensMicros() - before).isEqualTo(500_000);
    node.scheduler.advanceMillis(100_000);

    assertThat(tokensMicros()).isEqualTo(2_000_000);
  }

  private long tokensMicros() {
    return node.stats("orders").throttles().getFirst().tokensMicros();
  }

  @Test
  void shouldHaveNoBucketInItsGroupWhenItIsTakenAway() {
    node.createQueue("orders");
    node.accepted(set("throttle.t", "1,1"));
    CompletableFuture<Result<Settled>> removed = set("throttle.t", "");
    node.scheduler.runUntil(removed::isDone);

    assertThat(node.stats("orders").throttles()).isEmpty();
    assertThat(list("")).isEmpty();
  }

  @Test
  void shouldHaveTheLimitOnAttemptsInItsGroupWhenItAnswers() {
    node.createQueue("orders");
    CompletableFuture<Result<Settled>> set = set("queue.orders.max_attempts", "2");
    node.scheduler.runUntil(set::isDone);

    assertThat(maxAttemptsOfQueues()).containsExactlyInAnyOrder(2, -1);

    node.accepted(set("queue.orders.max_attempts", ""));
    assertThat(maxAttemptsOfQueues()).containsOnly(-1);
  }

  private List<Integer> maxAttemptsOfQueues() {
    return node.store(1).image().all(RecordType.QUEUE).stream()
        .map(record -> ((QueueRecord) record).maxAttempts())
        .toList();
  }

  @Test
  void shouldCarryOutAfterACrashWhatTheCatalogueHolds() {
    node.createQueue("orders");
    CompletableFuture<Result<Settled>> unused = set("throttle.t", "1,1");
    node.scheduler.runUntil(() -> !node.store(0).image().all(RecordType.CONFIG).isEmpty());
    node.store(0).sync();

    node.crashAndRestart();
    node.scheduler.runReady();

    assertThat(unused).isNotDone();
    assertThat(node.stats("orders").throttles())
        .extracting(ThrottleStats::throttleKey)
        .contains("t");
  }

  @Test
  void shouldNotLetCallersWaitForAGroupThatIsDown() {
    node.store(1).failNextWrite();

    assertThat(node.rejected(set("throttle.t", "1,1")))
        .isInstanceOf(Rejection.OutcomeUnknown.class);
  }

  @Test
  void shouldListNoMoreEntriesAndBytesThanAClientTakes() {
    TestNode roomy =
        new TestNode(
            new VirtualScheduler(),
            new EngineOptions(
                GroupOptions.DEFAULT,
                TestNode.OPTIONS.delivery(),
                TestNode.OPTIONS.limits(),
                TestNode.OPTIONS.hooks(),
                new AdminOptions(1, 1, 20_000, ConfigLimits.DEFAULT),
                TestNode.OPTIONS.initialSettings(),
                TestNode.OPTIONS.windowBytesMax(),
                0,
                TestNode.OPTIONS.drainMillis()));
    roomy.start();
    ConfigAdmin admin = roomy.engine().config();
    IntStream.rangeClosed(0, ConfigAdmin.ENTRIES_MAX)
        .mapToObj(i -> admin.setConfig("small.%05d".formatted(i), "v"))
        .toList()
        .forEach(roomy::accepted);
    IntStream.range(0, 4_000)
        .mapToObj(i -> admin.setConfig("large." + i, "v".repeat(1_000)))
        .toList()
        .forEach(roomy::accepted);

    assertThat(roomy.accepted(admin.listConfig("small.")))
        .hasSize(ConfigAdmin.ENTRIES_MAX)
        .endsWith(new ConfigEntry("small.09999", "v"));
    assertThat(roomy.accepted(admin.listConfig("large.")))
        .hasSizeBetween(3_000, ConfigAdmin.LIST_BYTES_MAX / 1_000);
  }

  @Test
  void shouldAnswerWhereANodeShutsDown() {
    node.stop();

    assertThat(node.rejected(set("k", "v"))).isEqualTo(new Rejection.Draining());
    assertThat(node.rejected(config().getConfig("k"))).isEqualTo(new Rejection.Draining());
    assertThat(node.rejected(config().listConfig(""))).isEqualTo(new Rejection.Draining());
  }

  private ConfigAdmin config() {
    return node.engine().config();
  }

  private CompletableFuture<Result<Settled>> set(String key, String value) {
    return config().setConfig(key, value).toCompletableFuture();
  }

  private List<ConfigEntry> list(String prefix) {
    return node.accepted(config().listConfig(prefix));
  }

  private String limitOf(CompletableFuture<Result<Settled>> call) {
    return switch (node.rejected(call)) {
      case Rejection.ResourceExhausted it -> it.limit();
      case Rejection other -> throw new AssertionError("Expected a limit, but got " + other);
    };
  }

  private <T> String fieldOf(CompletionStage<Result<T>> call) {
    return switch (node.rejected(call)) {
      case Rejection.InvalidArgument it -> it.field();
      case Rejection other -> throw new AssertionError("Expected a field, but got " + other);
    };
  }
}
