package dev.vez.benchmarks;

import dev.vez.adapters.luaj.LuaHookCompiler;
import dev.vez.adapters.luaj.LuaLimits;
import dev.vez.domain.id.MessageId;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.FailureVerdict;
import dev.vez.ports.scheduling.HookCompiler.Compiled;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.ScriptConfig;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call of a script, from the headers of a message to its verdict. The first is the one that
 * docs/hooks.md begins with: it reads two headers and returns three fields. The targets are 5 us at
 * the median and 50 us for 99 of 100.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class HookBenchmark {

  private static final String ON_ENQUEUE =
      """
      function on_enqueue(msg)
        return {
          fairness_key = msg.headers.tenant,
          weight = 3,
          throttle_keys = { "provider:" .. msg.headers.provider },
        }
      end
      """;

  private static final String ON_FAILURE =
      """
      function on_failure(msg)
        if msg.attempts >= 5 then return { action = "dlq" } end
        return { action = "retry", delay_ms = 1000 * 2 ^ (msg.attempts - 1) }
      end
      """;

  private EnqueueHook onEnqueue = input -> new HookResult.Failed<>("not compiled yet");
  private FailureHook onFailure = input -> new HookResult.Failed<>("not compiled yet");
  private final Map<String, String> headers =
      Map.of("tenant", "acme", "provider", "smtp", "trace", "00-4bf92f3577b34da6a3ce929d0e0e4736");
  private final EnqueueHook.Input arrival = new EnqueueHook.Input("orders", headers, 512);
  private final FailureHook.Input failure =
      new FailureHook.Input("orders", new MessageId(1, 2), headers, 3, "HTTP 503");

  /** Compiles the scripts. */
  @Setup
  public void compile() {
    LuaHookCompiler compiler =
        new LuaHookCompiler(LuaLimits.DEFAULT, ScriptConfig.EMPTY, System::nanoTime);
    onEnqueue = hook(compiler.compileOnEnqueue(ON_ENQUEUE));
    onFailure = hook(compiler.compileOnFailure(ON_FAILURE));
    if (!(onEnqueue.run(arrival) instanceof HookResult.Decided)
        || !(onFailure.run(failure) instanceof HookResult.Decided)) {
      throw new IllegalStateException("Expected both scripts to decide");
    }
  }

  /** Two headers, three fields. */
  @Benchmark
  public HookResult<EnqueueVerdict> onEnqueue() {
    return onEnqueue.run(arrival);
  }

  /** A back-off that doubles. */
  @Benchmark
  public HookResult<FailureVerdict> onFailure() {
    return onFailure.run(failure);
  }

  private static <H> H hook(Compiled<H> compiled) {
    return switch (compiled) {
      case Compiled.Hook<H>(H hook) -> hook;
      case Compiled.Refused<H>(String reason) -> throw new IllegalStateException(reason);
    };
  }
}
