package dev.vez.adapters.luaj;

import dev.vez.adapters.luaj.library.Library;
import dev.vez.adapters.luaj.source.ScriptCompiler;
import dev.vez.adapters.luaj.source.SyntaxException;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.RandomSource;
import dev.vez.ports.scheduling.ScriptConfig;
import java.util.function.Function;

/** Compiles hooks that are written in Lua 5.2. */
public final class LuaHookCompiler implements HookCompiler {

  private final ScriptCompiler compiler;
  private final ScriptRuntime runtime;

  /**
   * A compiler.
   *
   * @param limits of each call, and of compiling, which runs the script's top level
   * @param config what {@code vez.get} reads
   * @param random seeds {@code math.random}
   */
  public LuaHookCompiler(LuaLimits limits, ScriptConfig config, RandomSource random) {
    this.compiler = new ScriptCompiler(limits.sourceBytesMax());
    this.runtime = new ScriptRuntime(limits, new Library(config), random);
  }

  @Override
  public Compiled<EnqueueHook> compileOnEnqueue(String source) {
    return compile(source, LuaEnqueueHook.FUNCTION, script -> new LuaEnqueueHook(script, runtime));
  }

  @Override
  public Compiled<FailureHook> compileOnFailure(String source) {
    return compile(source, LuaFailureHook.FUNCTION, script -> new LuaFailureHook(script, runtime));
  }

  private <H> Compiled<H> compile(String source, String function, Function<Script, H> newHook) {
    Script script;
    try {
      script = new Script(compiler.compile(source), function);
    } catch (SyntaxException e) {
      return new Compiled.Refused<>(e.reason());
    }
    return switch (runtime.start(script)) {
      case ScriptRuntime.Outcome.Done<?> done -> new Compiled.Hook<>(newHook.apply(script));
      case ScriptRuntime.Outcome.Failed<?> failed -> new Compiled.Refused<>(failed.reason());
    };
  }
}
