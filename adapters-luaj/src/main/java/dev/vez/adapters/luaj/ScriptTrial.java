package dev.vez.adapters.luaj;

import dev.vez.adapters.luaj.ScriptRuntime.Call;
import dev.vez.adapters.luaj.library.Library;
import dev.vez.adapters.luaj.source.ScriptCompiler;
import dev.vez.adapters.luaj.source.SyntaxException;
import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.ScriptFailure;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.FailureVerdict;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.RandomSource;
import dev.vez.ports.scheduling.ScriptConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A script on its author's desk: compiled, run and limited as in a broker. It tells more than a
 * broker would: what the script prints, errors in full, and what the call has used.
 */
public final class ScriptTrial {

  /** Hooks that a script may define, in the order in which they are told. */
  private static final List<String> FUNCTIONS =
      List.of(LuaEnqueueHook.FUNCTION, LuaFailureHook.FUNCTION);

  private static final int PRINTED_LINES_MAX = 100;
  private static final int PRINTED_LINE_MAX = 1_000;

  /** What became of compiling a script. */
  public sealed interface Check {

    /**
     * It compiles.
     *
     * @param hooks that it defines, at least one
     */
    record Accepted(List<String> hooks) implements Check {}

    /**
     * It is of no use.
     *
     * @param reason one line for its author
     */
    record Refused(String reason) implements Check {}
  }

  /**
   * What became of a call.
   *
   * @param result what it decided, or why it did not
   * @param steps that it took
   * @param stepsMax that it may take
   * @param bytes that it allocated
   * @param bytesMax that it may allocate
   * @param printed what it printed, line by line: the first hundred, each cut to 1,000 characters
   * @param <V> its verdict
   */
  public record Report<V>(
      HookResult<V> result,
      long steps,
      long stepsMax,
      long bytes,
      long bytesMax,
      List<String> printed) {

    public Report {
      printed = List.copyOf(printed);
    }
  }

  private final ScriptCompiler compiler;
  private final ScriptRuntime runtime;
  private final LuaLimits limits;

  /**
   * A desk.
   *
   * @param limits of each call
   * @param config what {@code vez.get} reads
   * @param random seeds {@code math.random}
   */
  public ScriptTrial(LuaLimits limits, ScriptConfig config, RandomSource random) {
    this.compiler = new ScriptCompiler(limits.sourceBytesMax());
    this.runtime = new ScriptRuntime(limits, new Library(config), random);
    this.limits = limits;
  }

  /** Compiles a script, and sees which hooks it defines. */
  public Check check(String source) {
    List<String> defined = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (String function : FUNCTIONS) {
      switch (trial(source, function, (execution, found) -> true).result()) {
        case HookResult.Decided<Boolean> _ -> defined.add(function);
        case HookResult.Failed<Boolean>(var reason) -> reasons.add(reason);
      }
    }
    if (!defined.isEmpty()) {
      return new Check.Accepted(List.copyOf(defined));
    }
    boolean isSameForAll = reasons.stream().distinct().count() == 1;
    return new Check.Refused(
        isSameForAll
            ? reasons.getFirst()
            : "the script defines neither on_enqueue(msg) nor on_failure(msg)");
  }

  /** Runs {@code on_enqueue}. */
  public Report<EnqueueVerdict> onEnqueue(String source, EnqueueHook.Input input) {
    return trial(source, LuaEnqueueHook.FUNCTION, LuaEnqueueHook.call(input, limits));
  }

  /** Runs {@code on_failure}. */
  public Report<FailureVerdict> onFailure(String source, FailureHook.Input input) {
    return trial(source, LuaFailureHook.FUNCTION, LuaFailureHook.call(input));
  }

  private <V> Report<V> trial(String source, String function, Call<V> call) {
    List<String> printed = new ArrayList<>();
    Execution execution = runtime.newExecution();
    execution.printTo(
        line -> {
          if (printed.size() < PRINTED_LINES_MAX) {
            printed.add(line.substring(0, Math.min(line.length(), PRINTED_LINE_MAX)));
          }
        });
    long stepsMax = execution.meter().stepsLeft();
    long bytesMax = execution.meter().bytesLeft();
    HookResult<V> result;
    try {
      Script script = new Script(compiler.compile(source), function);
      result = runtime.run(execution, script, call, ScriptFailure::fullReason).toResult();
    } catch (SyntaxException e) {
      result = new HookResult.Failed<>(e.reason());
    }
    return new Report<>(
        result,
        stepsMax - execution.meter().stepsLeft(),
        stepsMax,
        bytesMax - execution.meter().bytesLeft(),
        bytesMax,
        printed);
  }
}
