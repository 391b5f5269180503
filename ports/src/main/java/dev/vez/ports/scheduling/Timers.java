package dev.vez.ports.scheduling;

/** Runs things later. */
public interface Timers {

  /**
   * Runs {@code task} once, after at least {@code delayNanos}; 0 or less: as soon as possible. The
   * task must be short and must not block.
   *
   * @return cancels it; without effect where it has run
   */
  Cancellation schedule(long delayNanos, Runnable task);

  /** Cancels a scheduled task. */
  interface Cancellation {
    void cancel();
  }
}
