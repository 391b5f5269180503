package dev.vez.engine.hook;

import java.util.concurrent.TimeUnit;

/**
 * Limits of running hooks.
 *
 * @param threads on which hooks run, 1 or greater
 * @param backlogRequestsMax requests that wait for a hook, 1 or greater
 * @param backlogBytesMax bytes of their payloads, 1 or greater
 * @param breakerThreshold failures in a row after which a script is bypassed, 1 or greater
 * @param breakerCooldownMillis how long it is, 1 or greater
 * @param onError what becomes of a message whose script fails or is bypassed
 */
public record HookOptions(
    int threads,
    int backlogRequestsMax,
    long backlogBytesMax,
    int breakerThreshold,
    long breakerCooldownMillis,
    OnError onError) {

  public static final HookOptions DEFAULT =
      new HookOptions(2, 4_096, 64 << 20, 3, 10_000, OnError.DEFAULT);

  public HookOptions {
    requirePositive("threads", threads);
    requirePositive("backlogRequestsMax", backlogRequestsMax);
    requirePositive("backlogBytesMax", backlogBytesMax);
    requirePositive("breakerThreshold", breakerThreshold);
    requirePositive("breakerCooldownMillis", breakerCooldownMillis);
  }

  /** The cooldown in nanoseconds. */
  long breakerCooldownNanos() {
    return TimeUnit.MILLISECONDS.toNanos(breakerCooldownMillis);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("Expected " + name + " of 1 or more, but got " + value);
    }
  }
}
