package dev.vez.adapters.luaj.vm;

/** The type of {@code nil}. */
public enum NilValue implements Value {
  NIL;

  @Override
  public String typeName() {
    return "nil";
  }

  @Override
  public boolean isTruthy() {
    return false;
  }

  @Override
  public boolean isNil() {
    return true;
  }
}
