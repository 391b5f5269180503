package dev.vez.client;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long to wait before the next attempt to reach a broker: longer each time, and not all clients
 * at once. Not for several threads.
 */
final class Backoff {

  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(2);

  private long nextNanos = FIRST_NANOS;

  /** The next wait in nanoseconds, between half of it and all. */
  long next() {
    long nanos = nextNanos;
    nextNanos = Math.min(LAST_NANOS, nanos * 2);
    return nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
  }

  /** It has been reached. */
  void reset() {
    nextNanos = FIRST_NANOS;
  }
}
