package dev.vez.adapters.luaj;

import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.HookResult;

/** An {@code on_enqueue} script. */
final class LuaEnqueueHook implements EnqueueHook {

  static final String FUNCTION = "on_enqueue";

  private final Script script;
  private final ScriptRuntime runtime;

  LuaEnqueueHook(Script script, ScriptRuntime runtime) {
    this.script = script;
    this.runtime = runtime;
  }

  @Override
  public HookResult<EnqueueVerdict> run(Input input) {
    return runtime.run(script, call(input, runtime.limits())).toResult();
  }

  static ScriptRuntime.Call<EnqueueVerdict> call(Input input, LuaLimits limits) {
    return (execution, function) ->
        new EnqueueVerdictReader(execution, limits)
            .read(
                execution.callForOne(function, MessageTable.forEnqueue(execution.meter(), input)));
  }
}
