package dev.vez.adapters.luaj.library;

import dev.vez.adapters.luaj.vm.Arguments;
import dev.vez.adapters.luaj.vm.Builtin;
import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.adapters.luaj.vm.Value;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** {@code math}, as in Lua 5.2. */
final class MathLibrary {

  private static final int FUNCTION_STEPS = 5;

  private MathLibrary() {}

  static TableValue table() {
    TableBuilder math = new TableBuilder();
    math.value("pi", NumberValue.of(Math.PI));
    math.value("huge", NumberValue.of(Double.POSITIVE_INFINITY));
    unary(math, "abs", Math::abs);
    unary(math, "acos", Math::acos);
    unary(math, "asin", Math::asin);
    unary(math, "atan", Math::atan);
    unary(math, "ceil", Math::ceil);
    unary(math, "cos", Math::cos);
    unary(math, "cosh", Math::cosh);
    unary(math, "deg", Math::toDegrees);
    unary(math, "exp", Math::exp);
    unary(math, "floor", Math::floor);
    unary(math, "rad", Math::toRadians);
    unary(math, "sin", Math::sin);
    unary(math, "sinh", Math::sinh);
    unary(math, "sqrt", Math::sqrt);
    unary(math, "tan", Math::tan);
    unary(math, "tanh", Math::tanh);
    binary(math, "atan2", Math::atan2);
    binary(math, "fmod", (x, y) -> x % y);
    binary(math, "pow", Math::pow);
    math.function("frexp", MathLibrary::frexp);
    math.function("ldexp", MathLibrary::ldexp);
    math.function("log", MathLibrary::log);
    math.function("max", extreme(Math::max));
    math.function("min", extreme(Math::min));
    math.function("modf", MathLibrary::modf);
    math.function("random", MathLibrary::random);
    math.function("randomseed", MathLibrary::randomSeed);
    return math.build();
  }

  private static void unary(TableBuilder math, String name, DoubleUnaryOperator operator) {
    math.function(
        name,
        (execution, arguments) -> {
          execution.meter().spend(FUNCTION_STEPS);
          return Results.of(operator.applyAsDouble(arguments.number(1)));
        });
  }

  private static void binary(TableBuilder math, String name, DoubleBinaryOperator operator) {
    math.function(
        name,
        (execution, arguments) -> {
          execution.meter().spend(FUNCTION_STEPS);
          return Results.of(operator.applyAsDouble(arguments.number(1), arguments.number(2)));
        });
  }

  private static Builtin.Body extreme(DoubleBinaryOperator operator) {
    return (execution, arguments) -> {
      execution.meter().spend(arguments.count());
      double result = arguments.number(1);
      for (int number = 2; number <= arguments.count(); number++) {
        result = operator.applyAsDouble(result, arguments.number(number));
      }
      return Results.of(result);
    };
  }

  private static Value[] log(Execution execution, Arguments arguments) {
    execution.meter().spend(FUNCTION_STEPS);
    double number = arguments.number(1);
    if (arguments.isAbsent(2)) {
      return Results.of(Math.log(number));
    }
    double base = arguments.number(2);
    return Results.of(base == 10 ? Math.log10(number) : Math.log(number) / Math.log(base));
  }

  private static Value[] modf(Execution execution, Arguments arguments) {
    double number = arguments.number(1);
    double whole = number < 0 ? Math.ceil(number) : Math.floor(number);
    double fraction = Double.isInfinite(number) ? 0 : number - whole;
    return Results.of(NumberValue.of(whole), NumberValue.of(fraction));
  }

  private static Value[] frexp(Execution execution, Arguments arguments) {
    double number = arguments.number(1);
    if (number == 0 || Double.isNaN(number) || Double.isInfinite(number)) {
      return Results.of(NumberValue.of(number), NumberValue.of(0));
    }
    // Subnormal numbers have no exponent of their own.
    boolean subnormal = Math.getExponent(number) < Double.MIN_EXPONENT;
    double scaled = subnormal ? number * 0x1p54 : number;
    int exponent = Math.getExponent(scaled) + 1;
    return Results.of(
        NumberValue.of(Math.scalb(scaled, -exponent)),
        NumberValue.of(exponent - (subnormal ? 54 : 0)));
  }

  private static Value[] ldexp(Execution execution, Arguments arguments) {
    double mantissa = arguments.number(1);
    long exponent = arguments.integer(2);
    return Results.of(Math.scalb(mantissa, (int) Math.clamp(exponent, -5_000L, 5_000L)));
  }

  private static Value[] random(Execution execution, Arguments arguments) {
    execution.meter().spend(FUNCTION_STEPS);
    double random = execution.random().nextDouble();
    if (arguments.count() == 0) {
      return Results.of(random);
    }
    boolean hasLower = arguments.count() > 1;
    double lower = hasLower ? Math.floor(arguments.number(1)) : 1;
    double upper = Math.floor(arguments.number(hasLower ? 2 : 1));
    if (!(lower <= upper)) {
      throw arguments.bad(hasLower ? 2 : 1, "interval is empty");
    }
    return Results.of(Math.floor(random * (upper - lower + 1)) + lower);
  }

  private static Value[] randomSeed(Execution execution, Arguments arguments) {
    execution.seed(Double.doubleToLongBits(arguments.number(1)));
    return Results.none();
  }
}
