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
    return runtime
        .run(
            script,
            (execution, function) ->
                new EnqueueVerdictReader(execution, runtime.limits())
                    .read(
                        execution.callForOne(
                            function, MessageTable.forEnqueue(execution.meter(), input))))
        .toResult();
  }
}
