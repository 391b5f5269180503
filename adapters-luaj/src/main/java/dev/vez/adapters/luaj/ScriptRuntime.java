package dev.vez.adapters.luaj;

import dev.vez.adapters.luaj.library.Library;
import dev.vez.adapters.luaj.vm.Closure;
import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.FunctionValue;
import dev.vez.adapters.luaj.vm.ScriptFailure;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.adapters.luaj.vm.Value;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.RandomSource;
import java.util.function.Function;

/**
 * Runs scripts, each time from their first line in globals of their own: defining a few functions
 * again takes less than a microsecond, and what a call leaves in globals, captured variables or
 * tables cannot reach the next one.
 */
final class ScriptRuntime {

  /** Work within a run: from what the script's function is given to what is made of its result. */
  @FunctionalInterface
  interface Call<T> {

    T within(Execution execution, FunctionValue function);
  }

  /** How a run ended. */
  sealed interface Outcome<T> {

    /** With a result. */
    record Done<T>(T result) implements Outcome<T> {}

    /** With an error or at a limit; the reason is one line for the script's author. */
    record Failed<T>(String reason) implements Outcome<T> {}

    /** The same in the words of the port. */
    default HookResult<T> toResult() {
      return switch (this) {
        case Done<T>(T result) -> new HookResult.Decided<>(result);
        case Failed<T>(String reason) -> new HookResult.Failed<>(reason);
      };
    }
  }

  private final LuaLimits limits;
  private final Library library;
  private final RandomSource random;

  ScriptRuntime(LuaLimits limits, Library library, RandomSource random) {
    this.limits = limits;
    this.library = library;
    this.random = random;
  }

  LuaLimits limits() {
    return limits;
  }

  /** Runs the top level of a script and sees whether it defines its function. */
  Outcome<Boolean> start(Script script) {
    return run(script, (execution, function) -> true);
  }

  /** Runs a script. Never throws for anything that it does. */
  <T> Outcome<T> run(Script script, Call<T> call) {
    return run(newExecution(), script, call, ScriptFailure::reason);
  }

  /** What a run goes on: a full meter, nothing else. */
  Execution newExecution() {
    return new Execution(limits.newMeter(), library.stringMethods(), random::nextLong);
  }

  /**
   * Runs a script. Never throws for anything that it does.
   *
   * @param reasonOf what is told of a failure
   */
  <T> Outcome<T> run(
      Execution execution, Script script, Call<T> call, Function<ScriptFailure, String> reasonOf) {
    try {
      TableValue globals = library.newGlobals(execution.meter());
      execution.call(Closure.main(script.main(), globals));
      Value function = globals.get(script.function());
      if (!(function instanceof FunctionValue callable)) {
        return new Outcome.Failed<>(
            "the script does not define the function " + script.function().text() + "(msg)");
      }
      return new Outcome.Done<>(call.within(execution, callable));
    } catch (ScriptFailure e) {
      return new Outcome.Failed<>(reasonOf.apply(e));
    } catch (StackOverflowError e) {
      // Calls are counted, so only a caller that is itself deep in its stack gets here.
      return new Outcome.Failed<>("the script needs more stack than its caller has left");
    } catch (RuntimeException e) {
      // A mistake of ours. Its message may hold anything, its class and place may not.
      return new Outcome.Failed<>("internal error in the Lua runtime: " + placeOf(e));
    }
  }

  private static String placeOf(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
