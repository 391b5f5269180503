package dev.vez.adapters.luaj.library;

import dev.vez.adapters.luaj.vm.ScriptException;
import java.util.Locale;

/**
 * One conversion of {@code string.format}, such as {@code %-08.3f}.
 *
 * @param flags any of {@code - + blank # 0}
 * @param width 0 to 99, 0 for none
 * @param precision 0 to 99, -1 for none
 * @param conversion its letter
 * @param end where the template goes on
 */
record FormatSpec(String flags, int width, int precision, char conversion, int end) {

  private static final int DIGITS_MAX = 2;

  /**
   * Reads a conversion.
   *
   * @param from behind the percent sign
   */
  static FormatSpec parse(byte[] template, int from) {
    int at = from;
    while (at < template.length && "-+ #0".indexOf(template[at]) >= 0) {
      at++;
    }
    if (at - from > 5) {
      throw ScriptException.of("invalid format (repeated flags)");
    }
    final String flags = ascii(template, from, at);
    int end = digitsEnd(template, at);
    final int width = at == end ? 0 : Integer.parseInt(ascii(template, at, end));
    at = end;
    int precision = -1;
    if (at < template.length && template[at] == '.') {
      end = digitsEnd(template, at + 1);
      precision = end == at + 1 ? 0 : Integer.parseInt(ascii(template, at + 1, end));
      at = end;
    }
    if (at == template.length) {
      throw ScriptException.of("invalid conversion to 'format': the template ends in it");
    }
    return new FormatSpec(flags, width, precision, (char) (template[at] & 0xff), at + 1);
  }

  boolean leftAligned() {
    return flags.indexOf('-') >= 0;
  }

  boolean plus() {
    return flags.indexOf('+') >= 0;
  }

  boolean blank() {
    return flags.indexOf(' ') >= 0;
  }

  boolean alternative() {
    return flags.indexOf('#') >= 0;
  }

  boolean isSigned() {
    return "diaAeEfFgG".indexOf(conversion) >= 0;
  }

  /** Whether zeros fill up to the width; a precision given for an integer overrides that. */
  boolean zeros() {
    return flags.indexOf('0') >= 0 && (precision < 0 || "diouxX".indexOf(conversion) < 0);
  }

  /** Fills an integer with zeros up to the precision. */
  String withPrecision(String digits) {
    int sign = digits.startsWith("-") ? 1 : 0;
    int missing = precision - (digits.length() - sign);
    if (precision == 0 && digits.equals("0")) {
      return "";
    }
    return missing <= 0
        ? digits
        : digits.substring(0, sign) + "0".repeat(missing) + digits.substring(sign);
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** The same conversion, but not to be filled up with zeros. */
  FormatSpec withoutZeros() {
    return new FormatSpec(flags.replace("0", ""), width, precision, conversion, end);
  }

  /** Length of what zeros are put behind: a sign and {@code 0x}. */
  static int prefixLength(String text) {
    int sign = !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
    return text.startsWith("0x", sign) || text.startsWith("0X", sign) ? sign + 2 : sign;
  }

  private static int digitsEnd(byte[] template, int from) {
    int at = from;
    while (at < template.length && template[at] >= '0' && template[at] <= '9') {
      at++;
    }
    if (at - from > DIGITS_MAX) {
      throw ScriptException.of("invalid format (width or precision too long)");
    }
    return at;
  }

  private static String ascii(byte[] template, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int at = from; at < to; at++) {
      text.append((char) template[at]);
    }
    return text.toString();
  }
}
