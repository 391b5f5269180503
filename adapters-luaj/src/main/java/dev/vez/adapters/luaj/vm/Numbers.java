package dev.vez.adapters.luaj.vm;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Numbers to text and back, as Lua 5.2 does it. */
public final class Numbers {

  /** Up to here every whole number has a double of its own. */
  private static final double EXACT_MAX = 9_007_199_254_740_992.0;

  private static final int DIGITS = 14;
  private static final int EXPONENT_MAX = 100_000;
  private static final int FORMAT_STEPS = 300;

  private Numbers() {}

  /**
   * Text of a number: {@code %.14g}, but whole numbers up to 2^53 in full. Lua 5.2 itself would
   * print the last digits of an order number as zeros, and so make one key of many; and it prints
   * minus zero as such, which is the same number as zero and should be the same key.
   */
  public static String format(double value) {
    if (value == Math.rint(value) && Math.abs(value) <= EXACT_MAX) {
      return Long.toString((long) value);
    }
    return general(value, DIGITS, false);
  }

  /** What the text of a number costs; exact decimals grow with the exponent. */
  public static int formatSteps(double value) {
    return FORMAT_STEPS + 4 * Math.abs(Math.getExponent(value));
  }

  /** C's {@code %.<digits>g}, with or without {@code #}. */
  public static String general(double value, int digits, boolean keepZeros) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return notFinite(value);
    }
    int significant = Math.max(1, digits);
    if (value == 0) {
      String zero = keepZeros ? "0." + "0".repeat(significant - 1) : "0";
      return 1 / value < 0 ? "-" + zero : zero;
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(significant, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    boolean scientific = exponent < -4 || exponent >= significant;
    String text =
        scientific
            ? scientific(rounded, significant - 1)
            : rounded.setScale(significant - 1 - exponent, RoundingMode.HALF_EVEN).toPlainString();
    if (keepZeros) {
      return text.contains(".") ? text : text + ".";
    }
    return withoutTrailingZeros(text);
  }

  /** C's {@code %.<digits>e}. */
  public static String scientific(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return notFinite(value);
    }
    if (value == 0) {
      String zero = digits == 0 ? "0" : "0." + "0".repeat(digits);
      return (1 / value < 0 ? "-" : "") + zero + "e+00";
    }
    return scientific(
        new BigDecimal(value).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN)), digits);
  }

  /** C's {@code %.<digits>f}. */
  public static String fixed(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return notFinite(value);
    }
    String text = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    boolean signLost = (value < 0 || 1 / value < 0) && !text.startsWith("-");
    return signLost ? "-" + text : text;
  }

  /** The number that a text stands for, or NaN where it stands for none. */
  public static double parse(byte[] text) {
    int from = 0;
    int to = text.length;
    while (from < to && isBlank(text[from])) {
      from++;
    }
    while (to > from && isBlank(text[to - 1])) {
      to--;
    }
    int digits = from < to && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
    if (to - digits > 2 && text[digits] == '0' && (text[digits + 1] | 0x20) == 'x') {
      double magnitude = parseHex(text, digits + 2, to);
      return text[from] == '-' ? -magnitude : magnitude;
    }
    return isDecimal(text, digits, to)
        ? Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII))
        : Double.NaN;
  }

  private static String notFinite(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  private static String scientific(BigDecimal rounded, int digits) {
    String unscaled = rounded.unscaledValue().abs().toString();
    int exponent = rounded.precision() - rounded.scale() - 1;
    StringBuilder text = new StringBuilder();
    if (rounded.signum() < 0) {
      text.append('-');
    }
    text.append(unscaled.charAt(0));
    if (digits > 0) {
      text.append('.');
      for (int i = 1; i <= digits; i++) {
        text.append(i < unscaled.length() ? unscaled.charAt(i) : '0');
      }
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    if (magnitude < 10) {
      text.append('0');
    }
    return text.append(magnitude).toString();
  }

  private static String withoutTrailingZeros(String text) {
    int exponent = text.indexOf('e');
    String mantissa = exponent < 0 ? text : text.substring(0, exponent);
    if (mantissa.indexOf('.') < 0) {
      return text;
    }
    int end = mantissa.length();
    while (mantissa.charAt(end - 1) == '0') {
      end--;
    }
    if (mantissa.charAt(end - 1) == '.') {
      end--;
    }
    return mantissa.substring(0, end) + (exponent < 0 ? "" : text.substring(exponent));
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isDecimal(byte[] text, int from, int to) {
    int at = skipDigits(text, from, to);
    int digits = at - from;
    if (at < to && text[at] == '.') {
      int fraction = skipDigits(text, at + 1, to);
      digits += fraction - at - 1;
      at = fraction;
    }
    if (digits == 0) {
      return false;
    }
    if (at < to && (text[at] | 0x20) == 'e') {
      return isExponent(text, at + 1, to);
    }
    return at == to;
  }

  private static boolean isExponent(byte[] text, int from, int to) {
    int at = from < to && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
    return at < to && skipDigits(text, at, to) == to;
  }

  private static int skipDigits(byte[] text, int from, int to) {
    int at = from;
    while (at < to && isDigit(text[at])) {
      at++;
    }
    return at;
  }

  private static double parseHex(byte[] text, int from, int to) {
    double mantissa = 0;
    int exponent = 0;
    int at = from;
    int digits = 0;
    boolean fraction = false;
    for (; at < to; at++) {
      if (text[at] == '.' && !fraction) {
        fraction = true;
        continue;
      }
      int digit = Character.digit(text[at], 16);
      if (digit < 0) {
        break;
      }
      mantissa = mantissa * 16 + digit;
      exponent -= fraction ? 4 : 0;
      digits++;
    }
    if (digits == 0) {
      return Double.NaN;
    }
    if (at < to) {
      if ((text[at] | 0x20) != 'p' || !isExponent(text, at + 1, to)) {
        return Double.NaN;
      }
      exponent += parseExponent(text, at + 1, to);
    }
    return mantissa * Math.pow(2, exponent);
  }

  private static int parseExponent(byte[] text, int from, int to) {
    boolean signed = text[from] == '-' || text[from] == '+';
    int exponent = 0;
    for (int at = signed ? from + 1 : from; at < to; at++) {
      exponent = Math.min(EXPONENT_MAX, exponent * 10 + text[at] - '0');
    }
    return text[from] == '-' ? -exponent : exponent;
  }
}
