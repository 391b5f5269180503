package dev.vez.app.campaign;

import dev.vez.app.harness.Elapse;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Tries something again and again, with pauses. */
final class Attempts {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private Attempts() {}

  /**
   * Returns once it has succeeded.
   *
   * @param what is to come of it, as in {@code node 2 to be removed}
   * @throws AssertionError if it does not within {@code limit}
   */
  static void until(String what, Duration limit, BooleanSupplier attempt) {
    long end = System.nanoTime() + limit.toNanos();
    while (!attempt.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Waited " + limit + " for " + what);
      }
      Elapse.of(PAUSE);
    }
  }
}
