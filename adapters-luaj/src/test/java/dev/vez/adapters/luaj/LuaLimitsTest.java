package dev.vez.adapters.luaj;

import static dev.vez.adapters.luaj.TestScripts.compile;
import static dev.vez.adapters.luaj.TestScripts.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.HookResult.Decided;
import dev.vez.ports.scheduling.HookResult.Failed;
import dev.vez.ports.scheduling.ScriptConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a call may use, and that it is that call alone which uses it. */
class LuaLimitsTest {

  @Test
  void shouldGiveMoreStepsForALongerTimeout() {
    String loop = "function on_enqueue(msg) for i = 1, 200000 do end return {} end";

    assertThat(compile(withLimits(1, 1 << 20), loop).run(input(Map.of())))
        .isEqualTo(
            new Failed<>(
                "line 1: took more than the 100000 steps that lua.default_timeout_ms allows"));
    assertThat(compile(withLimits(10, 1 << 20), loop).run(input(Map.of())))
        .isInstanceOf(Decided.class);
  }

  @Test
  void shouldGiveTheMemoryThatIsConfigured() {
    String script = "function on_enqueue(msg) local s = ('x'):rep(100000) return {} end";

    assertThat(compile(withLimits(10, 50_000), script).run(input(Map.of())))
        .isEqualTo(
            new Failed<>(
                "line 1: used more than the 50000 bytes that"
                    + " lua.default_memory_limit_bytes allows"));
    assertThat(compile(withLimits(10, 200_000), script).run(input(Map.of())))
        .isInstanceOf(Decided.class);
  }

  @Test
  void shouldFillTheMeterForEachCall() {
    EnqueueHook hook =
        compile(
            "function on_enqueue(msg) for i = 1, 400000 do end local s = ('x'):rep(500000) "
                + "return {} end");

    for (int call = 0; call < 5; call++) {
      assertThat(hook.run(input(Map.of()))).isInstanceOf(Decided.class);
    }
  }

  @Test
  void shouldTakeAsManyAndAsLongKeysAsConfigured() {
    LuaHookCompiler strict =
        new LuaHookCompiler(
            new LuaLimits(10, 1 << 20, 1 << 16, 3, 2), ScriptConfig.EMPTY, () -> 42);

    assertThat(
            compile(strict, "function on_enqueue(msg) return { fairness_key = 'abcd' } end")
                .run(input(Map.of())))
        .isEqualTo(
            new Failed<>(
                "fairness_key is 4 bytes long, more than the limit of 3 bytes"
                    + " (limits.key_bytes_max)"));
    assertThat(
            compile(strict, "function on_enqueue(msg) return { throttle_keys = { 1, 2, 3 } } end")
                .run(input(Map.of())))
        .isEqualTo(
            new Failed<>(
                "throttle_keys holds more keys than the limit of 2 (limits.throttle_keys_max)"));
  }

  /** Otherwise a producer could make a script fail by sending long headers. */
  @Test
  void shouldNotChargeAScriptForTheHeadersOfItsMessage() {
    Map<String, String> headers = Map.of("a", "x".repeat(600_000), "b", "y".repeat(600_000));

    assertThat(
            compile("function on_enqueue(msg) return { weight = #msg.headers.a } end")
                .run(input(headers)))
        .isEqualTo(new Decided<>(new EnqueueVerdict("default", 600_000, List.of())));
  }

  @Test
  void shouldRefuseLimitsThatMakeNoSense() {
    assertThatThrownBy(() -> withLimits(0, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected lua.default_timeout_ms from 1 to 10000, but got 0");
    assertThatThrownBy(() -> withLimits(10, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lua.default_memory_limit_bytes");
    assertThatThrownBy(() -> new LuaLimits(10, 1 << 20, 0, 1_024, 32))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRunGoodAndBadScriptsSideBySide() throws Exception {
    LuaHookCompiler compiler = TestScripts.compiler();
    EnqueueHook good =
        compile(
            compiler,
            "local n = 0 function on_enqueue(msg) for i = 1, 100 do n = n + 1 end "
                + "return { fairness_key = msg.headers.tenant .. n } end");
    EnqueueHook bad =
        compile(
            compiler,
            "function on_enqueue(msg) string = nil local s = 'x' while true do s = s .. s end end");
    List<Future<Boolean>> callers = new ArrayList<>();

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        String tenant = "tenant-" + thread + "-";
        callers.add(threads.submit(() -> runBoth(good, bad, tenant)));
      }
      for (Future<Boolean> caller : callers) {
        assertThat(caller.get()).isTrue();
      }
    }
  }

  private static boolean runBoth(EnqueueHook good, EnqueueHook bad, String tenant) {
    EnqueueHook.Input input = input(Map.of("tenant", tenant));
    HookResult<EnqueueVerdict> expected =
        new Decided<>(new EnqueueVerdict(tenant + 100, 1, List.of()));
    boolean right = true;
    for (int call = 0; call < 200; call++) {
      right &= bad.run(input) instanceof Failed;
      right &= good.run(input).equals(expected);
    }
    return right;
  }

  private static LuaHookCompiler withLimits(int timeoutMillis, long memoryBytes) {
    return new LuaHookCompiler(
        new LuaLimits(timeoutMillis, memoryBytes, 1 << 16, 1_024, 32),
        ScriptConfig.EMPTY,
        () -> 42);
  }
}
