package dev.vez.adapters.luaj.vm;

import static dev.vez.adapters.luaj.vm.NilValue.NIL;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a script: what it may still use, and how values are called, indexed and converted with
 * their metamethods. Used by one thread, for one run.
 */
public final class Execution {

  /** No arguments, no results. */
  public static final Value[] NOTHING = {};

  private static final int CHAIN_MAX = 100;
  private static final int BUILTIN_STEPS = 4;
  private static final int NUMBER_FORMAT_STEPS = 10;
  private static final int IDENTITY_STEPS = 300;
  private static final int IDENTITY_BYTES = 64;

  private final Meter meter;
  private final TableValue stringMethods;
  private final LongSupplier entropy;
  private final Interpreter interpreter;
  private @Nullable Consumer<String> printer;
  private @Nullable SplittableRandom random;
  private @Nullable IdentityHashMap<Value, Integer> identities;

  /**
   * A run.
   *
   * @param meter what it may use
   * @param stringMethods where {@code s:method()} is looked up, read-only
   * @param entropy seeds {@code math.random} on first use
   */
  public Execution(Meter meter, TableValue stringMethods, LongSupplier entropy) {
    this.meter = meter;
    this.stringMethods = stringMethods;
    this.entropy = entropy;
    this.interpreter = new Interpreter(this, meter);
  }

  public Meter meter() {
    return meter;
  }

  /** Shows what the script prints; without one it prints nowhere. */
  public void printTo(Consumer<String> newPrinter) {
    printer = newPrinter;
  }

  /** The printer, where there is one. */
  public Optional<Consumer<String>> printer() {
    return Optional.ofNullable(printer);
  }

  /** Calls a value. */
  public Value[] call(Value callee, Value... arguments) {
    if (callee instanceof Closure closure) {
      return interpreter.call(closure, arguments);
    }
    if (callee instanceof Builtin builtin) {
      meter.enter();
      try {
        meter.spend(BUILTIN_STEPS);
        return builtin.call(this, arguments);
      } finally {
        meter.leave();
      }
    }
    if (metamethod(callee, MetaName.CALL) instanceof FunctionValue handler) {
      meter.allocate(8L * arguments.length);
      Value[] extended = new Value[arguments.length + 1];
      extended[0] = callee;
      System.arraycopy(arguments, 0, extended, 1, arguments.length);
      return call(handler, extended);
    }
    throw ScriptException.misused("call", callee);
  }

  /** Calls a value for its first result, nil where it has none. */
  public Value callForOne(Value callee, Value... arguments) {
    Value[] results = call(callee, arguments);
    return results.length == 0 ? NIL : results[0];
  }

  /** {@code container[key]}. */
  public Value index(Value container, Value key) {
    Value at = container;
    for (int links = 0; links < CHAIN_MAX; links++) {
      Value handler;
      if (at instanceof TableValue table) {
        Value found = table.get(key);
        if (!found.isNil()) {
          return found;
        }
        handler = metamethod(table, MetaName.INDEX);
        if (handler.isNil()) {
          return NIL;
        }
      } else if (at instanceof StringValue) {
        handler = stringMethods;
      } else {
        throw ScriptException.misused("index", at);
      }
      if (handler instanceof FunctionValue) {
        return callForOne(handler, at, key);
      }
      meter.step();
      at = handler;
    }
    throw ScriptException.of("loop in __index");
  }

  /** {@code container[key] = value}. */
  public void setIndex(Value container, Value key, Value value) {
    Value at = container;
    for (int links = 0; links < CHAIN_MAX; links++) {
      if (!(at instanceof TableValue table)) {
        throw ScriptException.misused("index", at);
      }
      TableValue metatable = table.metatable();
      if (metatable == null || !table.get(key).isNil()) {
        table.set(key, value);
        return;
      }
      Value handler = metatable.get(MetaName.NEWINDEX);
      if (handler.isNil()) {
        table.set(key, value);
        return;
      }
      if (handler instanceof FunctionValue) {
        call(handler, at, key, value);
        return;
      }
      meter.step();
      at = handler;
    }
    throw ScriptException.of("loop in __newindex");
  }

  /** A metamethod of a value, nil where it has none. Strings have none that a script can reach. */
  public Value metamethod(Value value, StringValue name) {
    if (value instanceof TableValue table) {
      TableValue metatable = table.metatable();
      if (metatable != null) {
        return metatable.get(name);
      }
    }
    return NIL;
  }

  /** {@code tostring(value)}, with {@code __tostring}. */
  public StringValue toText(Value value) {
    Value handler = metamethod(value, MetaName.TOSTRING);
    if (!handler.isNil()) {
      if (callForOne(handler, value) instanceof StringValue string) {
        return string;
      }
      throw ScriptException.of("'__tostring' must return a string");
    }
    return switch (value) {
      case StringValue string -> string;
      case NumberValue number -> numberToString(number);
      case NilValue nil -> MetaName.NIL;
      case BooleanValue bool -> bool.isTruthy() ? MetaName.TRUE : MetaName.FALSE;
      case TableValue table -> identity(table);
      case FunctionValue function -> identity(function);
    };
  }

  /** Text of a number. */
  public StringValue numberToString(NumberValue number) {
    double value = number.value();
    meter.spend(value == (int) value ? NUMBER_FORMAT_STEPS : Numbers.formatSteps(value));
    StringValue text = StringValue.of(Numbers.format(value));
    meter.allocate(StringValue.OVERHEAD_BYTES + text.length());
    return text;
  }

  /** The number that a value is or, being a string, stands for; NaN where it does not. */
  public double toNumber(Value value) {
    if (value instanceof NumberValue number) {
      return number.value();
    }
    if (value instanceof StringValue string) {
      // Converting takes about as long per byte as an instruction.
      meter.spend(NUMBER_FORMAT_STEPS + string.length());
      return Numbers.parse(string.bytes());
    }
    return Double.NaN;
  }

  /** Whether two values are the same without metamethods. */
  public boolean rawEquals(Value one, Value other) {
    if (Value.areIdentical(one, other)) {
      return !(one instanceof NumberValue number && Double.isNaN(number.value()));
    }
    if (one instanceof NumberValue number && other instanceof NumberValue otherNumber) {
      return number.value() == otherNumber.value();
    }
    if (one instanceof StringValue string && other instanceof StringValue otherString) {
      if (string.length() != otherString.length()) {
        return false;
      }
      meter.pass(string.length());
      return string.equals(otherString);
    }
    return false;
  }

  /** A string of bytes that the caller has just made, paid for here. */
  public StringValue newString(byte[] bytes) {
    meter.allocate(StringValue.OVERHEAD_BYTES + bytes.length);
    return StringValue.of(bytes);
  }

  /** The generator of {@code math.random}. */
  public SplittableRandom random() {
    SplittableRandom generator = random;
    if (generator == null) {
      generator = new SplittableRandom(entropy.getAsLong());
      random = generator;
    }
    return generator;
  }

  /** Seeds {@code math.random} for the rest of this run. */
  public void seed(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Numbers tables and functions as they are asked for: an address would differ between runs. */
  private StringValue identity(Value value) {
    IdentityHashMap<Value, Integer> known = identities;
    if (known == null) {
      known = new IdentityHashMap<>();
      identities = known;
    }
    Integer number = known.get(value);
    if (number == null) {
      meter.allocate(IDENTITY_BYTES);
      number = known.size() + 1;
      known.put(value, number);
    }
    StringValue text = StringValue.of(value.typeName() + ": 0x" + String.format("%08x", number));
    meter.spend(IDENTITY_STEPS);
    meter.allocate(StringValue.OVERHEAD_BYTES + text.length());
    return text;
  }
}
