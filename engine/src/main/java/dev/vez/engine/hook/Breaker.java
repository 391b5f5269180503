package dev.vez.engine.hook;

/**
 * Opens for a while when a script fails several times in a row. Once that is over the script is
 * tried again; its next failure opens the breaker at once, a success forgets all failures. May be
 * used by several threads.
 */
final class Breaker {

  private final int threshold;
  private final long cooldownNanos;
  private int failuresInRow;
  private boolean open;
  private long openedAtNanos;

  /**
   * A breaker that is closed.
   *
   * @param threshold failures in a row that open it, 1 or greater
   * @param cooldownNanos how long it stays open, 1 or greater
   */
  Breaker(int threshold, long cooldownNanos) {
    this.threshold = threshold;
    this.cooldownNanos = cooldownNanos;
  }

  /** Whether the script is to be bypassed. */
  synchronized boolean isOpen(long nowNanos) {
    if (open && nowNanos - openedAtNanos >= cooldownNanos) {
      open = false;
    }
    return open;
  }

  synchronized void succeeded() {
    failuresInRow = 0;
  }

  /** Counts a failure, and tells whether it has opened the breaker. */
  synchronized boolean failed(long nowNanos) {
    if (failuresInRow < threshold) {
      failuresInRow++;
    }
    if (failuresInRow < threshold || isOpen(nowNanos)) {
      return false; // A call that was under way when another one opened it does not prolong it.
    }
    open = true;
    openedAtNanos = nowNanos;
    return true;
  }
}
