package dev.vez.adapters.luaj.vm;

/** A Lua function. */
public sealed interface FunctionValue extends Value permits Closure, Builtin {

  @Override
  default String typeName() {
    return "function";
  }
}
