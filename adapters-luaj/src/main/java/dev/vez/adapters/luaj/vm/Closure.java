package dev.vez.adapters.luaj.vm;

/** A function written in Lua, with the variables that it captured. */
public final class Closure implements FunctionValue {

  /** What a closure costs, and each variable that it captures. */
  static final int OVERHEAD_BYTES = 40;

  static final int CAPTURE_BYTES = 8;

  private final Prototype prototype;
  private final Cell[] captured;

  Closure(Prototype prototype, Cell[] captured) {
    this.prototype = prototype;
    this.captured = captured;
  }

  /** The main function of a script, whose globals are in {@code environment}. */
  public static Closure main(Prototype prototype, TableValue environment) {
    return new Closure(prototype, new Cell[] {Cell.holding(environment)});
  }

  Prototype prototype() {
    return prototype;
  }

  Cell captured(int index) {
    return captured[index];
  }
}
