package dev.vez.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.engine.EngineOptions;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.TestNode;
import dev.vez.engine.hook.HookOptions;
import dev.vez.engine.hook.OnError;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of messages whose on_enqueue script fails. */
class ScriptFailureTest {

  private static final String MOODY = "fails for bodies that begin with x";
  private static final long COOLDOWN_MILLIS = 10_000;

  private final TestNode accepting = node(OnError.DEFAULT);

  @Test
  void shouldBypassTheScriptAfterFailuresInARowUntilTheCooldownIsOver() {
    enqueue(accepting, "x", "x", "good", "x", "x", "x");
    assertThat(accepting.hooks.runs(MOODY)).isEqualTo(6);

    enqueue(accepting, "good", "good");
    assertThat(accepting.hooks.runs(MOODY)).isEqualTo(6);
    assertThat(accepting.engine().scripts().bypasses()).isEqualTo(2);
    assertThat(accepting.engine().scripts().openings()).isEqualTo(1);

    accepting.scheduler.advanceMillis(COOLDOWN_MILLIS);
    enqueue(accepting, "good");
    assertThat(accepting.hooks.runs(MOODY)).isEqualTo(7);
    assertThat(keys(accepting))
        .containsExactlyInAnyOrder(
            "default", "default", "good", "default", "default", "default", "default", "default",
            "good");
  }

  @Test
  void shouldOpenAgainAtTheFirstFailureAfterTheCooldown() {
    enqueue(accepting, "x", "x", "x");
    accepting.scheduler.advanceMillis(COOLDOWN_MILLIS);

    enqueue(accepting, "x", "good");

    assertThat(accepting.hooks.runs(MOODY)).isEqualTo(4);
    assertThat(accepting.engine().scripts().openings()).isEqualTo(2);
    assertThat(accepting.telemetry.sums())
        .containsEntry("q ON_ENQUEUE ran", 4L)
        .containsEntry("q ON_ENQUEUE failed", 4L)
        .containsEntry("q ON_ENQUEUE breaker", 2L);
  }

  @Test
  void shouldKeepABreakerToItsQueue() {
    accepting.createQueue("other", MOODY);
    enqueue(accepting, "x", "x", "x");

    accepting.enqueued("other", "good");

    assertThat(accepting.hooks.runs(MOODY)).isEqualTo(4);
    assertThat(accepting.stats("other").keys().getFirst().fairnessKey()).isEqualTo("good");
  }

  @Test
  void shouldKeepTheBreakerOpenWhereOtherQueuesComeAndGo() {
    enqueue(accepting, "x", "x", "x");

    accepting.createQueue("other");
    accepting.accepted(accepting.engine().admin().deleteQueue("other"));
    enqueue(accepting, "good");

    assertThat(accepting.hooks.runs(MOODY)).isEqualTo(3);
  }

  @Test
  void shouldStartWithAClosedBreakerInANewQueueOfTheSameName() {
    enqueue(accepting, "x", "x", "x");
    accepting.accepted(accepting.engine().admin().deleteQueue("q"));
    accepting.createQueue("q", MOODY);

    enqueue(accepting, "good");

    assertThat(keys(accepting)).containsExactly("good");
  }

  @Test
  void shouldRefuseMessagesWhoseScriptFailsWhereConfigured() {
    TestNode strict = node(OnError.REJECT);

    assertThat(strict.rejected(strict.enqueue("q", "x")))
        .isEqualTo(
            new Rejection.ScriptFailed("q", "the hook threw java.lang.IllegalArgumentException"));
    strict.enqueued("q", "good");

    assertThat(strict.summary("q").depth()).isEqualTo(1);
    assertThat(keys(strict)).containsExactly("good");
  }

  @Test
  void shouldRefuseMessagesWhileTheScriptIsBypassedWhereConfigured() {
    TestNode strict = node(OnError.REJECT);
    for (int i = 0; i < 3; i++) {
      strict.rejected(strict.enqueue("q", "x"));
    }

    assertThat(strict.rejected(strict.enqueue("q", "good")))
        .isInstanceOfSatisfying(
            Rejection.ScriptFailed.class,
            it ->
                assertThat(it.reason())
                    .contains("bypassed", "3 times in a row", "the hook threw")
                    .contains("lua.circuit_breaker_threshold"));
    assertThat(strict.hooks.runs(MOODY)).isEqualTo(3);

    strict.scheduler.advanceMillis(COOLDOWN_MILLIS);
    strict.enqueued("q", "good");
  }

  private static TestNode node(OnError onError) {
    EngineOptions base = TestNode.OPTIONS;
    HookOptions hooks = base.hooks();
    TestNode node =
        new TestNode(
            new VirtualScheduler(),
            new EngineOptions(
                base.group(),
                base.delivery(),
                base.limits(),
                new HookOptions(
                    hooks.threads(),
                    hooks.backlogRequestsMax(),
                    hooks.backlogBytesMax(),
                    3,
                    COOLDOWN_MILLIS,
                    onError),
                base.admin(),
                base.initialSettings(),
                base.windowBytesMax(),
                base.diskReserveBytes(),
                base.drainMillis()));
    node.start();
    node.hooks.deciding(
        MOODY,
        input -> {
          String header = String.valueOf(input.headers().get("header"));
          if (header.startsWith("x")) {
            throw new IllegalArgumentException("on purpose");
          }
          return new EnqueueVerdict(header, 1, List.of());
        });
    node.createQueue("q", MOODY);
    return node;
  }

  private static void enqueue(TestNode node, String... bodies) {
    for (String body : bodies) {
      node.enqueued("q", body);
    }
  }

  private static List<String> keys(TestNode node) {
    RecordingSink sink = node.consume("q", 100);
    node.scheduler.runReady();
    return sink.deliveries().stream().map(delivery -> delivery.fairnessKey()).toList();
  }
}
