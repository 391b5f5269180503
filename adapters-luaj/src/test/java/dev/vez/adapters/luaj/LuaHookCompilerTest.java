package dev.vez.adapters.luaj;

import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.HookCompilerContract;

/** Lua keeps the contract of hooks. */
class LuaHookCompilerTest extends HookCompilerContract {

  private final HookCompiler compiler = TestScripts.compiler();

  @Override
  protected HookCompiler compiler() {
    return compiler;
  }
}
