package dev.vez.adapters.luaj;

import dev.vez.adapters.luaj.vm.Meter;
import dev.vez.ports.scheduling.EnqueueVerdict;

/**
 * What one call of a script may use, and how much it may choose.
 *
 * @param timeoutMillis {@code lua.default_timeout_ms}, 1 to 10,000. It buys {@value
 *     #STEPS_PER_MILLI} steps a millisecond rather than time by a clock, so that a verdict does not
 *     depend on how busy the node is
 * @param memoryBytes {@code lua.default_memory_limit_bytes}, 16 KiB to 1 GiB: all that the call
 *     allocates, garbage included
 * @param sourceBytesMax {@code limits.script_bytes_max}: longest script in bytes of UTF-8, 1 or
 *     more
 * @param keyBytesMax {@code limits.key_bytes_max}: longest fairness or throttle key in bytes of
 *     UTF-8, 1 or more
 * @param throttleKeysMax {@code limits.throttle_keys_max}: throttle keys of a message, 1 or more
 */
public record LuaLimits(
    int timeoutMillis, long memoryBytes, int sourceBytesMax, int keyBytesMax, int throttleKeysMax) {

  /**
   * Steps that a millisecond buys. An instruction takes 5 to 10 ns once the JVM has compiled the
   * interpreter, and whatever takes longer counts as more steps.
   */
  public static final int STEPS_PER_MILLI = 100_000;

  /** 10 ms, 1 MiB, scripts of 64 KiB, the limits of {@link EnqueueVerdict}. */
  public static final LuaLimits DEFAULT =
      new LuaLimits(
          10, 1 << 20, 1 << 16, EnqueueVerdict.KEY_BYTES_MAX, EnqueueVerdict.THROTTLE_KEYS_MAX);

  private static final int TIMEOUT_MILLIS_MAX = 10_000;
  private static final long MEMORY_BYTES_MIN = 16 << 10;
  private static final long MEMORY_BYTES_MAX = 1 << 30;

  public LuaLimits {
    check("lua.default_timeout_ms", timeoutMillis, 1, TIMEOUT_MILLIS_MAX);
    check("lua.default_memory_limit_bytes", memoryBytes, MEMORY_BYTES_MIN, MEMORY_BYTES_MAX);
    check("limits.script_bytes_max", sourceBytesMax, 1, Integer.MAX_VALUE);
    check("limits.key_bytes_max", keyBytesMax, 1, Integer.MAX_VALUE);
    check("limits.throttle_keys_max", throttleKeysMax, 1, Integer.MAX_VALUE);
  }

  Meter newMeter() {
    return new Meter(
        (long) timeoutMillis * STEPS_PER_MILLI,
        "lua.default_timeout_ms",
        memoryBytes,
        "lua.default_memory_limit_bytes");
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "Expected " + name + " from " + min + " to " + max + ", but got " + value);
    }
  }
}
