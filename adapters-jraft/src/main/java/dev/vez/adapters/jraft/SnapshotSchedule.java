package dev.vez.adapters.jraft;

/** Says when a snapshot is due, by the number of log indices since the last one. Thread-safe. */
final class SnapshotSchedule {

  private final long entries;
  private long last;
  private long dueAt;
  private boolean underWay;

  /**
   * A schedule from the newest snapshot on.
   *
   * @param entries after how many a snapshot is due
   */
  SnapshotSchedule(long entries) {
    this.entries = entries;
  }

  /** There is a snapshot as of {@code index}. */
  synchronized void startAt(long index) {
    last = Math.max(last, index);
  }

  /** Whether one is due at an index; it is then under way until {@link #ended}. */
  synchronized boolean isDue(long index) {
    if (underWay || index - last < entries) {
      return false;
    }
    underWay = true;
    dueAt = index;
    return true;
  }

  /** One that was due has ended, well or not: the next one is due as many entries later. */
  synchronized void ended() {
    underWay = false;
    last = Math.max(last, dueAt);
  }
}
