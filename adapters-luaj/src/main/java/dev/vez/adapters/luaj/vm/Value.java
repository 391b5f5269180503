package dev.vez.adapters.luaj.vm;

/** A Lua value. Threads and userdata do not exist here. */
public sealed interface Value
    permits NilValue, BooleanValue, NumberValue, StringValue, TableValue, FunctionValue {

  /** Name of its type, as {@code type} gives it. */
  String typeName();

  /** Whether a condition takes it for true; all but {@code nil} and {@code false} are. */
  default boolean isTruthy() {
    return true;
  }

  /** Whether it is {@code nil}. */
  default boolean isNil() {
    return false;
  }

  /** Whether two values are one object, which is quicker to tell than whether they are equal. */
  @SuppressWarnings("ReferenceEquality")
  static boolean areIdentical(Value one, Value other) {
    return one == other;
  }
}
