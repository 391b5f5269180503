package dev.vez.simulation.world;

import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.HookResult;
import java.util.function.Function;

/** Scripts of one node: one that runs away takes time before it is stopped. */
public final class TimedHooks implements HookCompiler {

  /** Why a script fails that would never end. */
  public static final String RAN_AWAY = "the script ran for longer than it may";

  private final HookCompiler compiler;
  private final Runnable onRunaway;

  TimedHooks(HookCompiler compiler, Runnable onRunaway) {
    this.compiler = compiler;
    this.onRunaway = onRunaway;
  }

  @Override
  public Compiled<EnqueueHook> compileOnEnqueue(String source) {
    return timed(compiler.compileOnEnqueue(source), hook -> input -> timed(hook.run(input)));
  }

  @Override
  public Compiled<FailureHook> compileOnFailure(String source) {
    return timed(compiler.compileOnFailure(source), hook -> input -> timed(hook.run(input)));
  }

  private static <H> Compiled<H> timed(Compiled<H> compiled, Function<H, H> timing) {
    return switch (compiled) {
      case Compiled.Hook<H>(var hook) -> new Compiled.Hook<>(timing.apply(hook));
      case Compiled.Refused<H> refused -> refused;
    };
  }

  private <V> HookResult<V> timed(HookResult<V> result) {
    if (result instanceof HookResult.Failed<V>(var reason) && reason.equals(RAN_AWAY)) {
      onRunaway.run();
    }
    return result;
  }
}
