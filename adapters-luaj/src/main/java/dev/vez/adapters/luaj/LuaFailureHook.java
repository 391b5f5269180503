package dev.vez.adapters.luaj;

import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.FailureVerdict;
import dev.vez.ports.scheduling.HookResult;

/** An {@code on_failure} script. */
final class LuaFailureHook implements FailureHook {

  static final String FUNCTION = "on_failure";

  private final Script script;
  private final ScriptRuntime runtime;

  LuaFailureHook(Script script, ScriptRuntime runtime) {
    this.script = script;
    this.runtime = runtime;
  }

  @Override
  public HookResult<FailureVerdict> run(Input input) {
    return runtime.run(script, call(input)).toResult();
  }

  static ScriptRuntime.Call<FailureVerdict> call(Input input) {
    return (execution, function) ->
        FailureVerdictReader.read(
            execution,
            execution.callForOne(function, MessageTable.forFailure(execution.meter(), input)));
  }
}
