package dev.vez.adapters.luaj.vm;

import static dev.vez.adapters.luaj.vm.NilValue.NIL;

/**
 * The arguments of a {@link Builtin}, numbered from 1. What does not fit is a Lua error that names
 * the function, the argument and both types, and never its content.
 */
public final class Arguments {

  private final Execution execution;
  private final String function;
  private final Value[] values;

  Arguments(Execution execution, String function, Value[] values) {
    this.execution = execution;
    this.function = function;
    this.values = values;
  }

  public int count() {
    return values.length;
  }

  /** All of them; not to be written to. */
  public Value[] all() {
    return values;
  }

  /** An argument, nil where there is none. */
  public Value get(int number) {
    return number <= values.length ? values[number - 1] : NIL;
  }

  /** An argument that may be nil but must be given. */
  public Value any(int number) {
    if (number > values.length) {
      throw bad(number, "value expected");
    }
    return values[number - 1];
  }

  public boolean isAbsent(int number) {
    return get(number).isNil();
  }

  /** A table. */
  public TableValue table(int number) {
    if (get(number) instanceof TableValue table) {
      return table;
    }
    throw mismatch(number, "table");
  }

  /** A string, or a number as a string. */
  public StringValue string(int number) {
    Value value = get(number);
    if (value instanceof StringValue string) {
      return string;
    }
    if (value instanceof NumberValue numeric) {
      return execution.numberToString(numeric);
    }
    throw mismatch(number, "string");
  }

  /** A number, or a string that stands for one. */
  public double number(int number) {
    Value value = get(number);
    double numeric = execution.toNumber(value);
    if (Double.isNaN(numeric) && !(value instanceof NumberValue)) {
      throw mismatch(number, "number");
    }
    return numeric;
  }

  /** A number without its fraction; beyond the range of {@code long} the nearest one. */
  public long integer(int number) {
    return (long) number(number);
  }

  /** As {@link #integer(int)}, or {@code otherwise} where it is nil. */
  public long integer(int number, long otherwise) {
    return isAbsent(number) ? otherwise : integer(number);
  }

  /** Error about an argument. */
  public ScriptException bad(int number, String problem) {
    return ScriptException.of(
        "bad argument #" + number + " to '" + function + "' (" + problem + ")");
  }

  private ScriptException mismatch(int number, String expected) {
    String got = number > values.length ? "no value" : get(number).typeName();
    return bad(number, expected + " expected, got " + got);
  }
}
