package dev.vez.adapters.luaj.library;

import dev.vez.adapters.luaj.vm.Arguments;
import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.ScriptException;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.adapters.luaj.vm.Value;
import java.util.Arrays;

/** {@code string}, as in Lua 5.2, but for {@code dump}. */
final class StringLibrary {

  /** Results of one call at most; Lua's own limit is its stack. */
  private static final int RESULTS_MAX = 8_000;

  private StringLibrary() {}

  static TableValue table() {
    TableBuilder strings = new TableBuilder();
    PatternFunctions.addTo(strings);
    return strings
        .function("byte", StringLibrary::bytes)
        .function("char", StringLibrary::fromBytes)
        .function("format", StringFormat::format)
        .function("len", (execution, arguments) -> Results.of(arguments.string(1).length()))
        .function("lower", (execution, arguments) -> changed(execution, arguments, 'A', 32))
        .function("rep", StringLibrary::repeat)
        .function("reverse", StringLibrary::reverse)
        .function("sub", StringLibrary::part)
        .function("upper", (execution, arguments) -> changed(execution, arguments, 'a', -32))
        .build();
  }

  private static Value[] part(Execution execution, Arguments arguments) {
    StringValue string = arguments.string(1);
    long from = Positions.start(arguments.integer(2), string.length());
    long to = Positions.end(arguments.integer(3, -1), string.length());
    if (from > to) {
      return Results.of(StringValue.EMPTY);
    }
    execution.meter().pass(to - from);
    return Results.of(
        execution.newString(Arrays.copyOfRange(string.bytes(), (int) from - 1, (int) to)));
  }

  private static Value[] bytes(Execution execution, Arguments arguments) {
    StringValue string = arguments.string(1);
    long first = arguments.integer(2, 1);
    long from = Positions.start(first, string.length());
    long to = Positions.end(arguments.integer(3, first), string.length());
    if (from > to) {
      return Results.none();
    }
    if (to - from >= RESULTS_MAX) {
      throw ScriptException.of("string slice too long");
    }
    int count = (int) (to - from) + 1;
    execution.meter().allocate(8L * count);
    Value[] results = new Value[count];
    for (int offset = 0; offset < count; offset++) {
      results[offset] = NumberValue.of(string.bytes()[(int) from - 1 + offset] & 0xff);
    }
    return results;
  }

  private static Value[] fromBytes(Execution execution, Arguments arguments) {
    byte[] bytes = new byte[arguments.count()];
    for (int number = 1; number <= bytes.length; number++) {
      long code = arguments.integer(number);
      if (code < 0 || code > 255) {
        throw arguments.bad(number, "value out of range");
      }
      bytes[number - 1] = (byte) code;
    }
    return Results.of(execution.newString(bytes));
  }

  private static Value[] repeat(Execution execution, Arguments arguments) {
    StringValue string = arguments.string(1);
    long times = arguments.integer(2);
    StringValue separator = arguments.isAbsent(3) ? StringValue.EMPTY : arguments.string(3);
    long unit = (long) string.length() + separator.length();
    if (times <= 0 || unit == 0) {
      return Results.of(StringValue.EMPTY);
    }
    // Paid for as a whole before a byte is made; the product may be beyond any integer.
    long length = Math.multiplyHigh(unit, times) != 0 ? Long.MAX_VALUE : unit * times;
    execution.meter().allocate(length < 0 ? Long.MAX_VALUE : length);
    execution.meter().spend(Math.min(times, length) / 2);
    byte[] bytes = new byte[Math.toIntExact(length - separator.length())];
    int at = 0;
    for (long left = times; left > 0; left--) {
      System.arraycopy(string.bytes(), 0, bytes, at, string.length());
      at += string.length();
      if (left > 1) {
        System.arraycopy(separator.bytes(), 0, bytes, at, separator.length());
        at += separator.length();
      }
    }
    return Results.of(StringValue.of(bytes));
  }

  private static Value[] reverse(Execution execution, Arguments arguments) {
    byte[] from = arguments.string(1).bytes();
    execution.meter().spend(from.length / 4);
    byte[] reversed = new byte[from.length];
    for (int at = 0; at < from.length; at++) {
      reversed[from.length - 1 - at] = from[at];
    }
    return Results.of(execution.newString(reversed));
  }

  /** Changes the case of ASCII letters, as C's own locale does. */
  private static Value[] changed(
      Execution execution, Arguments arguments, char firstLetter, int distance) {
    byte[] from = arguments.string(1).bytes();
    execution.meter().spend(from.length / 4);
    byte[] to = from.clone();
    for (int at = 0; at < to.length; at++) {
      if (to[at] >= firstLetter && to[at] < firstLetter + 26) {
        to[at] += (byte) distance;
      }
    }
    return Results.of(execution.newString(to));
  }
}
