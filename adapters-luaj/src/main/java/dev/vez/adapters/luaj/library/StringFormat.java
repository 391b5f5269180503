package dev.vez.adapters.luaj.library;

import dev.vez.adapters.luaj.vm.Arguments;
import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.Numbers;
import dev.vez.adapters.luaj.vm.ScriptException;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.Value;

/** {@code string.format}: the conversions of C that Lua 5.2 passes on, and {@code %q}. */
final class StringFormat {

  private static final int DIGIT_STEPS = 10;
  private static final int FLOAT_DIGITS = 6;
  private static final int INTEGER_STEPS = 10;
  private static final double INTEGER_MAX = 0x1p63;

  private final Execution execution;
  private final Arguments arguments;
  private final ByteBuilder result;
  private int argument = 1;

  private StringFormat(Execution execution, Arguments arguments) {
    this.execution = execution;
    this.arguments = arguments;
    this.result = new ByteBuilder(execution.meter());
  }

  static Value[] format(Execution execution, Arguments arguments) {
    StringFormat format = new StringFormat(execution, arguments);
    format.run(arguments.string(1).bytes());
    return Results.of(format.result.toStringValue());
  }

  private void run(byte[] template) {
    execution.meter().spend(template.length / 4);
    int at = 0;
    while (at < template.length) {
      if (template[at] != '%') {
        result.append(template[at++]);
      } else if (at + 1 < template.length && template[at + 1] == '%') {
        result.append((byte) '%');
        at += 2;
      } else {
        FormatSpec spec = FormatSpec.parse(template, at + 1);
        convert(spec);
        at = spec.end();
      }
    }
  }

  private void convert(FormatSpec spec) {
    argument++;
    switch (spec.conversion()) {
      case 'c' -> {
        int padding = Math.max(0, spec.width() - 1);
        result.repeat((byte) ' ', spec.leftAligned() ? 0 : padding);
        result.append((byte) arguments.integer(argument));
        result.repeat((byte) ' ', spec.leftAligned() ? padding : 0);
      }
      case 'd', 'i' -> number(spec, spec.withPrecision(Long.toString(wholeArgument())));
      case 'u' -> number(spec, spec.withPrecision(Long.toUnsignedString(wholeArgument())));
      case 'o' -> number(spec, spec.withPrecision(Long.toOctalString(wholeArgument())));
      case 'x', 'X' -> number(spec, hexadecimal(spec));
      case 'e', 'E', 'f', 'F', 'g', 'G' -> floating(spec);
      case 'q' -> quote(arguments.string(argument).bytes());
      case 's' -> text(spec);
      default -> throw ScriptException.of("invalid conversion to 'format'");
    }
  }

  private long wholeArgument() {
    execution.meter().spend(INTEGER_STEPS);
    double number = arguments.number(argument);
    if (!(number >= -INTEGER_MAX && number < INTEGER_MAX)) {
      throw arguments.bad(argument, "not a number in proper range");
    }
    return (long) number;
  }

  private String hexadecimal(FormatSpec spec) {
    long number = wholeArgument();
    String digits = spec.withPrecision(Long.toHexString(number));
    return spec.alternative() && number != 0 ? "0x" + digits : digits;
  }

  private void floating(FormatSpec spec) {
    double number = arguments.number(argument);
    int digits = spec.precision() < 0 ? FLOAT_DIGITS : spec.precision();
    execution.meter().spend(Numbers.formatSteps(number) + (long) DIGIT_STEPS * digits);
    String text =
        switch (spec.conversion() | 0x20) {
          case 'e' -> Numbers.scientific(number, digits);
          case 'f' -> Numbers.fixed(number, digits);
          default -> Numbers.general(number, digits, spec.alternative());
        };
    number(Double.isFinite(number) ? spec : spec.withoutZeros(), text);
  }

  private void number(FormatSpec spec, String digits) {
    String signed =
        digits.startsWith("-") || !spec.isSigned()
            ? digits
            : spec.plus() ? "+" + digits : spec.blank() ? " " + digits : digits;
    String text = Character.isUpperCase(spec.conversion()) ? FormatSpec.upper(signed) : signed;
    int padding = Math.max(0, spec.width() - text.length());
    if (spec.leftAligned()) {
      result.append(text);
      result.repeat((byte) ' ', padding);
    } else if (spec.zeros()) {
      int prefix = FormatSpec.prefixLength(text);
      result.append(text.substring(0, prefix));
      result.repeat((byte) '0', padding);
      result.append(text.substring(prefix));
    } else {
      result.repeat((byte) ' ', padding);
      result.append(text);
    }
  }

  private void text(FormatSpec spec) {
    arguments.any(argument);
    StringValue string = execution.toText(arguments.get(argument));
    int length =
        spec.precision() < 0 ? string.length() : Math.min(spec.precision(), string.length());
    int padding = Math.max(0, spec.width() - length);
    result.repeat((byte) ' ', spec.leftAligned() ? 0 : padding);
    result.append(string.bytes(), 0, length);
    result.repeat((byte) ' ', spec.leftAligned() ? padding : 0);
  }

  private void quote(byte[] bytes) {
    execution.meter().spend(bytes.length);
    result.append((byte) '"');
    for (int at = 0; at < bytes.length; at++) {
      byte c = bytes[at];
      if (c == '"' || c == '\\' || c == '\n') {
        result.append((byte) '\\');
        result.append(c);
      } else if ((c >= 0 && c < ' ') || c == 127) {
        boolean digitFollows =
            at + 1 < bytes.length && bytes[at + 1] >= '0' && bytes[at + 1] <= '9';
        String code = Integer.toString(c);
        result.append("\\" + (digitFollows ? "0".repeat(3 - code.length()) : "") + code);
      } else {
        result.append(c);
      }
    }
    result.append((byte) '"');
  }
}
