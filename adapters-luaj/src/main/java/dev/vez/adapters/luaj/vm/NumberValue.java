package dev.vez.adapters.luaj.vm;

/** A Lua number; in Lua 5.2 all numbers are doubles. */
public final class NumberValue implements Value {

  private static final int CACHED_MIN = -128;
  private static final int CACHED_MAX = 1_023;
  private static final NumberValue[] CACHED = new NumberValue[CACHED_MAX - CACHED_MIN + 1];

  static {
    for (int i = 0; i < CACHED.length; i++) {
      CACHED[i] = new NumberValue(CACHED_MIN + i);
    }
  }

  private final double value;

  private NumberValue(double value) {
    this.value = value;
  }

  public static NumberValue of(double value) {
    int whole = (int) value;
    // Bits, because -0.0 equals 0.0 and divides differently.
    if (whole >= CACHED_MIN
        && whole <= CACHED_MAX
        && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(whole)) {
      return CACHED[whole - CACHED_MIN];
    }
    return new NumberValue(value);
  }

  public double value() {
    return value;
  }

  @Override
  public String typeName() {
    return "number";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumberValue number && number.value == value;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(value + 0.0); // -0.0 and 0.0 are the same key
  }

  @Override
  public String toString() {
    return Numbers.format(value);
  }
}
