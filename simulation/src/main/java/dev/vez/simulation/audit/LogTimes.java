package dev.vez.simulation.audit;

import java.util.Arrays;

/** The log time of each entry of one group on one node, as it was written. */
final class LogTimes {

  private long[] byIndex = new long[1_024];
  private long lastIndex;

  /**
   * Before the first entry of this incarnation, the most that log time can be at virtual time 0.
   */
  private long paceMicros;

  private boolean wrote;

  /** Log index of the last entry that the store held when it was opened. */
  private long openedAtIndex;

  long lastIndex() {
    return lastIndex;
  }

  long openedAtIndex() {
    return openedAtIndex;
  }

  /** Log time after the last entry in microseconds. */
  long lastMicros() {
    return byIndex[Math.toIntExact(lastIndex)];
  }

  /** Log time after an entry; 0 where it is not known. */
  long micros(long index) {
    return index > lastIndex ? 0 : byIndex[Math.toIntExact(index)];
  }

  /** The store was opened with what it has kept; later entries were never answered. */
  void open(long index, long nowMicros) {
    lastIndex = Math.min(lastIndex, index);
    openedAtIndex = index;
    paceMicros = lastMicros() - nowMicros;
    wrote = false;
  }

  /** The wall clock reads {@code wallAtZeroMicros} at virtual time 0, or would have. */
  void clock(long wallAtZeroMicros) {
    if (!wrote) {
      paceMicros = Math.max(paceMicros, wallAtZeroMicros);
    }
  }

  /** Whether log time has not run ahead of the clock. */
  boolean keepsPace(long logTimeMicros, long nowMicros) {
    return logTimeMicros <= paceMicros + nowMicros;
  }

  boolean isMonotonic(long index, long logTimeMicros) {
    return index > lastIndex && logTimeMicros >= lastMicros();
  }

  void write(long index, long logTimeMicros) {
    wrote = true;
    int at = Math.toIntExact(index);
    if (at >= byIndex.length) {
      byIndex = Arrays.copyOf(byIndex, Math.max(at + 1, byIndex.length * 2));
    }
    long last = lastMicros();
    for (long gap = lastIndex + 1; gap < index; gap++) {
      byIndex[Math.toIntExact(gap)] = last;
    }
    byIndex[at] = logTimeMicros;
    lastIndex = index;
  }
}
