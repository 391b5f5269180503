package dev.vez.adapters.luaj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.HookCompiler.Compiled;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.HookResult.Decided;
import dev.vez.ports.scheduling.HookResult.Failed;
import dev.vez.ports.scheduling.ScriptConfig;
import java.util.Map;

/** Compiles and runs scripts. */
public final class TestScripts {

  private static final HookCompiler COMPILER = compiler();

  private TestScripts() {}

  /** A compiler with the default limits, without configuration, with a known seed. */
  public static LuaHookCompiler compiler() {
    return new LuaHookCompiler(LuaLimits.DEFAULT, ScriptConfig.EMPTY, () -> 42);
  }

  /** Compiles a script that must be accepted. */
  public static EnqueueHook compile(String source) {
    return compile(COMPILER, source);
  }

  /** Compiles a script that must be accepted. */
  public static EnqueueHook compile(HookCompiler compiler, String source) {
    return switch (compiler.compileOnEnqueue(source)) {
      case Compiled.Hook<EnqueueHook>(EnqueueHook hook) -> hook;
      case Compiled.Refused<EnqueueHook>(String reason) -> fail("refused: " + reason);
    };
  }

  /** Compiles an on_failure script that must be accepted. */
  public static FailureHook compileOnFailure(HookCompiler compiler, String source) {
    return switch (compiler.compileOnFailure(source)) {
      case Compiled.Hook<FailureHook>(FailureHook hook) -> hook;
      case Compiled.Refused<FailureHook>(String reason) -> fail("refused: " + reason);
    };
  }

  /** A message of queue {@code orders} whose first attempt has failed. */
  public static FailureHook.Input failed(Map<String, String> headers) {
    return new FailureHook.Input("orders", new MessageId(1, 2), headers, 1, "timed out");
  }

  /** Compiles a script that must be refused, and gives the reason. */
  public static String refusal(String source) {
    Compiled<?> compiled = COMPILER.compileOnEnqueue(source);
    assertThat(compiled).isInstanceOf(Compiled.Refused.class);
    return ((Compiled.Refused<?>) compiled).reason();
  }

  /** What a script decides for a message with these headers. */
  public static EnqueueVerdict decide(String source, Map<String, String> headers) {
    return decided(compile(source).run(input(headers)));
  }

  /** The verdict of a run that must succeed. */
  public static EnqueueVerdict decided(HookResult<EnqueueVerdict> result) {
    return switch (result) {
      case Decided<EnqueueVerdict>(EnqueueVerdict verdict) -> verdict;
      case Failed<EnqueueVerdict>(String reason) -> fail("failed: " + reason);
    };
  }

  /** Why a function body that must fail does. */
  public static String failure(String body) {
    HookResult<EnqueueVerdict> result =
        compile("function on_enqueue(msg) " + body + "\nend").run(input(Map.of()));
    assertThat(result).isInstanceOf(Failed.class);
    return ((Failed<EnqueueVerdict>) result).reason();
  }

  /**
   * What statements return, all values as {@code tostring} shows them, divided by a blank and a
   * comma.
   */
  public static String run(String statements) {
    return decide(
            """
            local function show(...)
              local shown = {}
              for i = 1, select('#', ...) do shown[i] = tostring((select(i, ...))) end
              return { fairness_key = table.concat(shown, ', ') }
            end
            local function body(msg)
            %s
            end
            function on_enqueue(msg) return show(body(msg)) end
            """
                .formatted(statements),
            Map.of())
        .fairnessKey();
  }

  /** What expressions give; see {@link #run}. */
  public static String eval(String expressions) {
    return run("return " + expressions);
  }

  /** A message of queue {@code orders}. */
  public static EnqueueHook.Input input(Map<String, String> headers) {
    return new EnqueueHook.Input("orders", headers, 100);
  }
}
