package dev.vez.engine.hook;

import java.util.concurrent.TimeUnit;

/**
 * Lets one of a burst through: the first, and after that at most one a minute. May be used by
 * several threads.
 */
public final class Quieter {

  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private boolean hasTold;
  private long toldAtNanos;

  /** Whether it may be told now. */
  public synchronized boolean mayTell(long nowNanos) {
    if (hasTold && nowNanos - toldAtNanos < QUIET_NANOS) {
      return false;
    }
    hasTold = true;
    toldAtNanos = nowNanos;
    return true;
  }
}
