package dev.vez.adapters.luaj.vm;

/** A Lua boolean. */
public enum BooleanValue implements Value {
  FALSE,
  TRUE;

  public static BooleanValue of(boolean value) {
    return value ? TRUE : FALSE;
  }

  @Override
  public String typeName() {
    return "boolean";
  }

  @Override
  public boolean isTruthy() {
    return this == TRUE;
  }
}
