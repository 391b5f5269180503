package dev.vez.adapters.luaj.vm;

import java.util.Arrays;

/** The operators of Lua, with their coercions and metamethods. */
public final class Operators {

  private static final int POW_STEPS = 10;

  private Operators() {}

  static Value arithmetic(
      Execution execution, ArithmeticOperator operator, Value left, Value right) {
    double leftNumber = execution.toNumber(left);
    double rightNumber = execution.toNumber(right);
    boolean leftFits = left instanceof NumberValue || !Double.isNaN(leftNumber);
    if (leftFits && (right instanceof NumberValue || !Double.isNaN(rightNumber))) {
      if (operator == ArithmeticOperator.POW) {
        execution.meter().spend(POW_STEPS);
      }
      return NumberValue.of(operator.apply(leftNumber, rightNumber));
    }
    Value handler = binaryHandler(execution, operator.event(), left, right);
    if (handler.isNil()) {
      throw ScriptException.misused("perform arithmetic on", leftFits ? right : left);
    }
    return execution.callForOne(handler, left, right);
  }

  static Value negate(Execution execution, Value operand) {
    double number = execution.toNumber(operand);
    if (operand instanceof NumberValue || !Double.isNaN(number)) {
      return NumberValue.of(-number);
    }
    Value handler = execution.metamethod(operand, MetaName.UNM);
    if (handler.isNil()) {
      throw ScriptException.misused("perform arithmetic on", operand);
    }
    return execution.callForOne(handler, operand, operand);
  }

  static Value length(Execution execution, Value operand) {
    if (operand instanceof StringValue string) {
      return NumberValue.of(string.length());
    }
    Value handler = execution.metamethod(operand, MetaName.LEN);
    if (!handler.isNil()) {
      return execution.callForOne(handler, operand);
    }
    if (operand instanceof TableValue table) {
      return NumberValue.of(table.length());
    }
    throw ScriptException.misused("get length of", operand);
  }

  /** {@code left == right}. */
  public static boolean equal(Execution execution, Value left, Value right) {
    if (execution.rawEquals(left, right)) {
      return true;
    }
    if (left instanceof TableValue && right instanceof TableValue) {
      Value handler = execution.metamethod(left, MetaName.EQ);
      return !handler.isNil()
          && execution.rawEquals(handler, execution.metamethod(right, MetaName.EQ))
          && execution.callForOne(handler, left, right).isTruthy();
    }
    return false;
  }

  /** {@code left < right}. */
  public static boolean lessThan(Execution execution, Value left, Value right) {
    if (left instanceof NumberValue one && right instanceof NumberValue other) {
      return one.value() < other.value();
    }
    if (left instanceof StringValue one && right instanceof StringValue other) {
      return compare(execution, one, other) < 0;
    }
    Value handler = binaryHandler(execution, MetaName.LT, left, right);
    if (handler.isNil()) {
      throw notComparable(left, right);
    }
    return execution.callForOne(handler, left, right).isTruthy();
  }

  static boolean lessOrEqual(Execution execution, Value left, Value right) {
    if (left instanceof NumberValue one && right instanceof NumberValue other) {
      return one.value() <= other.value();
    }
    if (left instanceof StringValue one && right instanceof StringValue other) {
      return compare(execution, one, other) <= 0;
    }
    Value handler = binaryHandler(execution, MetaName.LE, left, right);
    if (!handler.isNil()) {
      return execution.callForOne(handler, left, right).isTruthy();
    }
    handler = binaryHandler(execution, MetaName.LT, right, left);
    if (handler.isNil()) {
      throw notComparable(left, right);
    }
    return !execution.callForOne(handler, right, left).isTruthy();
  }

  /**
   * {@code registers[first] .. ... .. registers[last]}, from the right. All strings next to each
   * other are joined at once, after their sum has been paid for.
   */
  static Value concatenate(Execution execution, Value[] registers, int first, int last) {
    Value result = registers[last];
    int next = last - 1;
    while (next >= first) {
      Value left = registers[next];
      if (isText(left) && isText(result)) {
        registers[next + 1] = result;
        int from = next;
        while (from > first && isText(registers[from - 1])) {
          from--;
        }
        result = join(execution, registers, from, next + 1);
        next = from - 1;
      } else {
        Value handler = binaryHandler(execution, MetaName.CONCAT, left, result);
        if (handler.isNil()) {
          throw ScriptException.misused("concatenate", isText(left) ? result : left);
        }
        result = execution.callForOne(handler, left, result);
        next--;
      }
    }
    return result;
  }

  private static StringValue join(Execution execution, Value[] registers, int first, int last) {
    long length = 0;
    for (int at = first; at <= last; at++) {
      if (registers[at] instanceof NumberValue number) {
        registers[at] = execution.numberToString(number);
      }
      length += ((StringValue) registers[at]).length();
    }
    execution.meter().allocate(StringValue.OVERHEAD_BYTES + length);
    byte[] bytes = new byte[(int) length];
    int to = 0;
    for (int at = first; at <= last; at++) {
      byte[] part = ((StringValue) registers[at]).bytes();
      System.arraycopy(part, 0, bytes, to, part.length);
      to += part.length;
    }
    return StringValue.of(bytes);
  }

  private static boolean isText(Value value) {
    return value instanceof StringValue || value instanceof NumberValue;
  }

  private static int compare(Execution execution, StringValue one, StringValue other) {
    execution.meter().pass(Math.min(one.length(), other.length()));
    return Arrays.compareUnsigned(one.bytes(), other.bytes());
  }

  private static Value binaryHandler(
      Execution execution, StringValue event, Value left, Value right) {
    Value handler = execution.metamethod(left, event);
    return handler.isNil() ? execution.metamethod(right, event) : handler;
  }

  private static ScriptException notComparable(Value left, Value right) {
    return ScriptException.of(
        left.typeName().equals(right.typeName())
            ? "attempt to compare two " + left.typeName() + " values"
            : "attempt to compare " + left.typeName() + " with " + right.typeName());
  }
}
