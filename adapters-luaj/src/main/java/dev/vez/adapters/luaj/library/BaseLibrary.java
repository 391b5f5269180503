package dev.vez.adapters.luaj.library;

import static dev.vez.adapters.luaj.vm.NilValue.NIL;

import dev.vez.adapters.luaj.vm.Arguments;
import dev.vez.adapters.luaj.vm.BooleanValue;
import dev.vez.adapters.luaj.vm.Builtin;
import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.MetaName;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.ScriptException;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.adapters.luaj.vm.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The base functions. Not among them: {@code load}, {@code loadstring}, {@code loadfile}, {@code
 * dofile}, {@code require}, {@code module}, {@code collectgarbage}.
 */
final class BaseLibrary {

  private static final StringValue ASSERTION_FAILED = StringValue.disclosable("assertion failed!");
  private static final Builtin NEXT = new Builtin("next", BaseLibrary::next);
  private static final Builtin IPAIRS_STEP = new Builtin("ipairs", BaseLibrary::ipairsStep);

  private static final int CATCH_STEPS = 100;
  private static final int UNWIND_STEPS = 30;

  private BaseLibrary() {}

  static void addTo(TableBuilder globals) {
    globals
        .function("assert", BaseLibrary::assertTrue)
        .function("error", BaseLibrary::error)
        .function("getmetatable", BaseLibrary::getMetatable)
        .function("ipairs", BaseLibrary::ipairs)
        .value("next", NEXT)
        .function("pairs", BaseLibrary::pairs)
        .function("pcall", BaseLibrary::pcall)
        .function("print", BaseLibrary::print)
        .function("rawequal", BaseLibrary::rawEqual)
        .function("rawget", BaseLibrary::rawGet)
        .function("rawlen", BaseLibrary::rawLength)
        .function("rawset", BaseLibrary::rawSet)
        .function("select", BaseLibrary::select)
        .function("setmetatable", BaseLibrary::setMetatable)
        .function("tonumber", BaseLibrary::toNumber)
        .function("tostring", BaseLibrary::toText)
        .function("type", BaseLibrary::type)
        .function("xpcall", BaseLibrary::xpcall)
        .value("_VERSION", StringValue.disclosable("Lua 5.2"));
  }

  private static Value[] assertTrue(Execution execution, Arguments arguments) {
    if (arguments.any(1).isTruthy()) {
      return arguments.all();
    }
    Value message = arguments.isAbsent(2) ? ASSERTION_FAILED : arguments.get(2);
    throw ScriptException.raised(message, 0);
  }

  private static Value[] error(Execution execution, Arguments arguments) {
    int level = (int) Math.min(Integer.MAX_VALUE, arguments.integer(2, 1));
    throw ScriptException.raised(arguments.get(1), level);
  }

  private static Value[] getMetatable(Execution execution, Arguments arguments) {
    Value value = arguments.any(1);
    if (value instanceof StringValue) {
      return Results.of(BooleanValue.FALSE); // protected: shared by all strings
    }
    if (!(value instanceof TableValue table) || table.metatable() == null) {
      return Results.of(NIL);
    }
    Value shown = execution.metamethod(table, MetaName.METATABLE);
    return Results.of(shown.isNil() ? table.metatable() : shown);
  }

  private static Value[] setMetatable(Execution execution, Arguments arguments) {
    TableValue table = arguments.table(1);
    Value metatable = arguments.any(2);
    if (!metatable.isNil() && !(metatable instanceof TableValue)) {
      throw arguments.bad(2, "nil or table expected");
    }
    if (!execution.metamethod(table, MetaName.METATABLE).isNil()) {
      throw ScriptException.of("cannot change a protected metatable");
    }
    table.setMetatable(metatable instanceof TableValue wanted ? wanted : null);
    return Results.of(table);
  }

  private static Value[] next(Execution execution, Arguments arguments) {
    TableValue table = arguments.table(1);
    int position =
        arguments.isAbsent(2) ? table.firstPosition() : table.positionAfter(arguments.get(2));
    return position < 0
        ? Results.of(NIL)
        : Results.of(table.keyAt(position), table.valueAt(position));
  }

  private static Value[] pairs(Execution execution, Arguments arguments) {
    Value handler = execution.metamethod(arguments.any(1), MetaName.PAIRS);
    if (!handler.isNil()) {
      return firstThree(execution.call(handler, arguments.get(1)));
    }
    return Results.of(NEXT, arguments.table(1), NIL);
  }

  private static Value[] ipairs(Execution execution, Arguments arguments) {
    Value handler = execution.metamethod(arguments.any(1), MetaName.IPAIRS);
    if (!handler.isNil()) {
      return firstThree(execution.call(handler, arguments.get(1)));
    }
    return Results.of(IPAIRS_STEP, arguments.table(1), NumberValue.of(0));
  }

  private static Value[] firstThree(Value[] values) {
    Value[] three = {NIL, NIL, NIL};
    System.arraycopy(values, 0, three, 0, Math.min(3, values.length));
    return three;
  }

  private static Value[] ipairsStep(Execution execution, Arguments arguments) {
    int index = (int) arguments.integer(2) + 1;
    Value value = arguments.table(1).get(index);
    return value.isNil() ? Results.of(NIL) : Results.of(NumberValue.of(index), value);
  }

  private static Value[] pcall(Execution execution, Arguments arguments) {
    Value function = arguments.any(1);
    try {
      Value[] passed = rest(execution, arguments, 1);
      return withStatus(execution, BooleanValue.TRUE, execution.call(function, passed));
    } catch (ScriptException e) {
      payForCatching(execution, e);
      return Results.of(BooleanValue.FALSE, e.value());
    }
  }

  private static Value[] xpcall(Execution execution, Arguments arguments) {
    Value handler = arguments.any(2);
    try {
      Value[] passed = rest(execution, arguments, 2);
      return withStatus(execution, BooleanValue.TRUE, execution.call(arguments.get(1), passed));
    } catch (ScriptException e) {
      payForCatching(execution, e);
      try {
        return withStatus(execution, BooleanValue.FALSE, execution.call(handler, e.value()));
      } catch (ScriptException inHandler) {
        return Results.of(BooleanValue.FALSE, inHandler.value());
      }
    }
  }

  private static void payForCatching(Execution execution, ScriptException e) {
    execution.meter().spend(CATCH_STEPS + (long) UNWIND_STEPS * e.frames());
  }

  private static Value[] withStatus(Execution execution, BooleanValue status, Value[] results) {
    execution.meter().allocate(8L * results.length);
    Value[] extended = new Value[results.length + 1];
    extended[0] = status;
    System.arraycopy(results, 0, extended, 1, results.length);
    return extended;
  }

  private static Value[] rest(Execution execution, Arguments arguments, int skipped) {
    if (arguments.count() <= skipped) {
      return Results.none();
    }
    execution.meter().allocate(8L * (arguments.count() - skipped));
    return Arrays.copyOfRange(arguments.all(), skipped, arguments.count());
  }

  /**
   * Prints nowhere in a broker: what scripts print may hold message content, which is never logged.
   */
  private static Value[] print(Execution execution, Arguments arguments) {
    List<String> texts = new ArrayList<>();
    for (Value value : arguments.all()) {
      StringValue text = execution.toText(value);
      if (execution.printer().isPresent()) {
        texts.add(text.text());
      }
    }
    execution.printer().ifPresent(printer -> printer.accept(String.join("\t", texts)));
    return Results.none();
  }

  private static Value[] rawEqual(Execution execution, Arguments arguments) {
    return Results.of(BooleanValue.of(execution.rawEquals(arguments.any(1), arguments.any(2))));
  }

  private static Value[] rawGet(Execution execution, Arguments arguments) {
    return Results.of(arguments.table(1).get(arguments.any(2)));
  }

  private static Value[] rawSet(Execution execution, Arguments arguments) {
    arguments.table(1).set(arguments.any(2), arguments.any(3));
    return Results.of(arguments.get(1));
  }

  private static Value[] rawLength(Execution execution, Arguments arguments) {
    if (arguments.get(1) instanceof StringValue string) {
      return Results.of(string.length());
    }
    return Results.of(arguments.table(1).length());
  }

  private static Value[] select(Execution execution, Arguments arguments) {
    int extra = arguments.count() - 1;
    if (arguments.get(1) instanceof StringValue mode
        && mode.length() == 1
        && mode.bytes()[0] == '#') {
      return Results.of(extra);
    }
    long index = arguments.integer(1);
    if (index < 0) {
      index = extra + index + 1;
    }
    if (index < 1) {
      throw arguments.bad(1, "index out of range");
    }
    return index > extra ? Results.none() : rest(execution, arguments, (int) index);
  }

  private static Value[] toNumber(Execution execution, Arguments arguments) {
    Value value = arguments.any(1);
    if (arguments.isAbsent(2)) {
      double number = execution.toNumber(value);
      boolean fits = value instanceof NumberValue || !Double.isNaN(number);
      return Results.of(fits ? NumberValue.of(number) : NIL);
    }
    StringValue text = arguments.string(1);
    long base = arguments.integer(2);
    if (base < Character.MIN_RADIX || base > Character.MAX_RADIX) {
      throw arguments.bad(2, "base out of range");
    }
    execution.meter().spend(text.length());
    double number = parse(text.text().strip(), (int) base);
    return Results.of(Double.isNaN(number) ? NIL : NumberValue.of(number));
  }

  private static double parse(String text, int base) {
    boolean negative = text.startsWith("-");
    int from = negative || text.startsWith("+") ? 1 : 0;
    if (from == text.length()) {
      return Double.NaN;
    }
    double number = 0;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      int digit = c < 128 ? Character.digit(c, base) : -1;
      if (digit < 0) {
        return Double.NaN;
      }
      number = number * base + digit;
    }
    return negative ? -number : number;
  }

  private static Value[] toText(Execution execution, Arguments arguments) {
    return Results.of(execution.toText(arguments.any(1)));
  }

  private static Value[] type(Execution execution, Arguments arguments) {
    return Results.of(TypeName.of(arguments.any(1)));
  }
}
