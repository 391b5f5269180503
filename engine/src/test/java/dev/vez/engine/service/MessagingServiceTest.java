package dev.vez.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.message.Bytes;
import dev.vez.engine.EngineOptions;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.TestNode;
import dev.vez.engine.hook.HookOptions;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.SeededRandomSource;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Checks, hooks and order on the way in. */
class MessagingServiceTest {

  private static final String BY_TENANT = "by tenant";

  @Test
  void shouldLetTheScriptDecide() {
    TestNode node = withScriptedQueue();

    RecordingSink sink = node.consume("scripted", 5);
    node.enqueued("scripted", "acme");
    node.scheduler.runReady();

    Delivery delivery = sink.deliveries().getFirst();
    assertThat(delivery.fairnessKey()).isEqualTo("acme");
    assertThat(delivery.message().weight()).isEqualTo(4);
    assertThat(delivery.message().throttleKeys()).containsExactly("t-acme");
    assertThat(node.hooks.runs(BY_TENANT)).isEqualTo(1);
  }

  @Test
  void shouldLetTheScriptDecideAfterARestart() {
    TestNode node = withScriptedQueue();
    node.crashAndRestart();

    RecordingSink sink = node.consume("scripted", 5);
    node.enqueued("scripted", "acme");
    node.scheduler.runReady();

    assertThat(sink.deliveries().getFirst().fairnessKey()).isEqualTo("acme");
  }

  @Test
  void shouldUseTheDefaultsWhereTheScriptFailsAndCountIt() {
    TestNode node = TestNode.started();
    node.hooks.failing("failing", "line 1: no");
    node.createQueue("q", "failing");

    RecordingSink sink = node.consume("q", 5);
    node.enqueued("q", "m");
    node.enqueued("q", "m");
    node.scheduler.runReady();

    assertThat(sink.deliveries())
        .hasSize(2)
        .allSatisfy(
            delivery -> {
              assertThat(delivery.fairnessKey()).isEqualTo("default");
              assertThat(delivery.message().weight()).isEqualTo(1);
            });
    assertThat(node.engine().scripts().failures()).isEqualTo(2);
  }

  @Test
  void shouldTakeAKeyBeyondTheLimitForAFailure() {
    TestNode node = TestNode.started();
    node.hooks.deciding(
        "throttling",
        input ->
            new EnqueueVerdict(
                "key", 1, IntStream.range(0, 17).mapToObj(Integer::toString).toList()));
    node.createQueue("q", "throttling");

    RecordingSink sink = node.consume("q", 5);
    node.enqueued("q", "m");
    node.scheduler.runReady();

    assertThat(sink.deliveries().getFirst().message().throttleKeys()).isEmpty();
    assertThat(node.engine().scripts().failures()).isEqualTo(1);
  }

  @Property(tries = 100)
  void shouldKeepTheOrderOfAConnectionInEachQueueWhateverHooksTake(@ForAll long seed) {
    TestNode node =
        new TestNode(new VirtualScheduler(new SeededRandomSource(seed)), withRoomForHooks(200));
    node.start();
    node.hooks.deciding("same key", input -> EnqueueVerdict.DEFAULT);
    node.createQueue("hooked", "same key");
    node.createQueue("plain");
    SeededRandomSource choices = new SeededRandomSource(seed);
    List<CompletableFuture<Result<MessageId>>> ofFirst = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      long choice = choices.nextLong();
      String queue = (choice & 1) == 0 ? "hooked" : "plain";
      ofFirst.add(node.enqueue(queue, "a" + i, 1));
      var _ = node.enqueue(queue, "b" + i, 2);
      if ((choice & 2) == 0) {
        node.scheduler.runOne();
      }
    }

    List<MessageId> ids = ofFirst.stream().map(node::accepted).toList();

    assertThat(ids).doesNotHaveDuplicates();
    RecordingSink hooked = node.consume("hooked", 100);
    RecordingSink plain = node.consume("plain", 100);
    node.scheduler.runReady();
    for (RecordingSink sink : List.of(hooked, plain)) {
      for (String connection : List.of("a", "b")) {
        assertThat(
                sink.bodies().stream()
                    .filter(body -> body.startsWith(connection))
                    .map(body -> Integer.parseInt(body.substring(1))))
            .isSorted();
      }
    }
  }

  /** The usual options, but for how many requests may wait for scripts; one queue gets half. */
  private static EngineOptions withRoomForHooks(int requests) {
    EngineOptions usual = TestNode.OPTIONS;
    HookOptions hooks = usual.hooks();
    return new EngineOptions(
        usual.group(),
        usual.delivery(),
        usual.limits(),
        new HookOptions(
            hooks.threads(),
            requests,
            hooks.backlogBytesMax(),
            hooks.breakerThreshold(),
            hooks.breakerCooldownMillis(),
            hooks.onError()),
        usual.admin(),
        usual.initialSettings(),
        usual.windowBytesMax(),
        usual.diskReserveBytes(),
        usual.drainMillis());
  }

  @Test
  void shouldRefuseMoreMessagesThanMayWaitForAHook() {
    TestNode node = withScriptedQueue();
    List<CompletableFuture<Result<MessageId>>> waiting =
        IntStream.range(0, 50).mapToObj(i -> node.enqueue("scripted", "m" + i)).toList();

    assertThat(node.rejected(node.enqueue("scripted", "one too many")))
        .isInstanceOfSatisfying(
            Rejection.ResourceExhausted.class,
            it -> assertThat(it.limit()).isEqualTo("limits.hook_backlog_requests_max"));
    assertThat(waiting).allSatisfy(node::accepted);
    node.enqueued("scripted", "now there is room");
  }

  @Test
  void shouldRefuseMoreBytesThanMayWaitForAHook() {
    TestNode node = withScriptedQueue();
    Bytes large = Bytes.wrap(new byte[700_000]);
    var first =
        node.engine().messaging().enqueue(new EnqueueRequest("scripted", Map.of(), large, 1));
    var second =
        node.engine().messaging().enqueue(new EnqueueRequest("scripted", Map.of(), large, 1));

    assertThat(node.rejected(second))
        .isInstanceOfSatisfying(
            Rejection.ResourceExhausted.class,
            it -> assertThat(it.limit()).isEqualTo("limits.hook_backlog_bytes_max"));
    node.accepted(first);
    node.accepted(
        node.engine().messaging().enqueue(new EnqueueRequest("scripted", Map.of(), large, 1)));
  }

  @Test
  void shouldRefuseWhatIsNotValid() {
    TestNode node = TestNode.withQueue("orders");
    MessageId id = new MessageId(1, 2);

    assertThat(node.rejected(node.enqueue("no good", "m")))
        .isInstanceOf(Rejection.InvalidArgument.class);
    assertThat(node.rejected(node.ack("", id))).isInstanceOf(Rejection.InvalidArgument.class);
    for (long duration : List.of(0L, -1L, 43_200_001L)) {
      assertThat(
              node.rejected(node.engine().messaging().extend("orders", id, LeaseId.NONE, duration)))
          .isInstanceOfSatisfying(
              Rejection.InvalidArgument.class,
              it -> assertThat(it.field()).isEqualTo("duration_ms"));
    }
  }

  @Test
  void shouldSayThatNoLeaseIsAlive() {
    TestNode node = TestNode.withQueue("orders");
    MessageId id = node.enqueued("orders", "m");
    Rejection expected = new Rejection.LeaseNotFound("orders", id.toString());

    assertThat(node.rejected(node.ack("orders", id))).isEqualTo(expected);
    assertThat(node.rejected(node.engine().messaging().nack("orders", id, LeaseId.NONE, "")))
        .isEqualTo(expected);
    assertThat(node.rejected(node.engine().messaging().extend("orders", id, LeaseId.NONE, 1)))
        .isEqualTo(expected);
  }

  private static TestNode withScriptedQueue() {
    TestNode node = TestNode.started();
    node.hooks.deciding(
        BY_TENANT,
        input -> {
          String tenant = String.valueOf(input.headers().get("header"));
          return new EnqueueVerdict(tenant, tenant.length(), List.of("t-" + tenant));
        });
    node.createQueue("scripted", BY_TENANT);
    return node;
  }
}
