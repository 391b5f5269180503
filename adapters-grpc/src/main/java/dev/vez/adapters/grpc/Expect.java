package dev.vez.adapters.grpc;

/** Checks of settings. The texts name the setting, what was expected and what came. */
final class Expect {

  private Expect() {}

  static void inRange(String setting, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "Expected " + setting + " of " + min + " to " + max + ", but got " + value);
    }
  }
}
