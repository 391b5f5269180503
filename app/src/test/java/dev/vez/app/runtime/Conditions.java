package dev.vez.app.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition instead of a time. */
public final class Conditions {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private Conditions() {}

  /**
   * Returns once {@code condition} holds.
   *
   * @throws AssertionError if it does not within half a minute
   */
  public static void await(BooleanSupplier condition) {
    await("the condition to hold", Duration.ofSeconds(30), condition);
  }

  /**
   * Returns once {@code condition} holds.
   *
   * @param what is waited for, as in "the port to open"
   * @throws AssertionError if it does not within {@code limit}
   */
  public static void await(String what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("Waited " + limit + " for " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
