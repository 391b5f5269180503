package dev.vez.app.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Lets load run for a while. Where a test waits for something, it waits for that instead. */
public final class Elapse {

  private static final long POLL_NANOS = 1_000_000;

  private Elapse() {}

  /** Returns after {@code length}. */
  public static void of(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    long left = length.toNanos();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = end - System.nanoTime();
    }
  }

  /** Returns once {@code enough} holds, or after {@code limit}. */
  public static void until(Duration limit, BooleanSupplier enough) {
    long end = System.nanoTime() + limit.toNanos();
    while (!enough.getAsBoolean() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
