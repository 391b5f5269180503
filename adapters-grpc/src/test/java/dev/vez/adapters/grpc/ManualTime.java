package dev.vez.adapters.grpc;

import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Timers;
import java.util.Comparator;
import java.util.Iterator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Time that passes when a test says so; timers run on the thread of the test. */
final class ManualTime implements Clock, Timers {

  private record Due(long atNanos, long number, Runnable task) {}

  private final TreeSet<Due> due =
      new TreeSet<>(Comparator.comparingLong(Due::atNanos).thenComparingLong(Due::number));
  private long nowNanos = Long.MAX_VALUE - 1_000; // about to overflow, as real ones may
  private long number;

  @Override
  public synchronized long wallMillis() {
    return 0;
  }

  @Override
  public synchronized long monotonicNanos() {
    return nowNanos;
  }

  @Override
  public synchronized Cancellation schedule(long delayNanos, Runnable task) {
    // Kept as distance from the start, so that it does not overflow with the clock.
    Due entry = new Due(elapsed() + Math.max(0, delayNanos), number++, task);
    due.add(entry);
    return () -> cancel(entry);
  }

  private synchronized void cancel(Due entry) {
    due.remove(entry);
  }

  /** Lets time pass and runs what becomes due, in order. */
  void advanceMillis(long millis) {
    long end = elapsed() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      Runnable task;
      synchronized (this) {
        Iterator<Due> first = due.iterator();
        Due next = first.hasNext() ? first.next() : null;
        if (next == null || next.atNanos() > end) {
          nowNanos += end - elapsed();
          return;
        }
        first.remove();
        nowNanos += Math.max(0, next.atNanos() - elapsed());
        task = next.task();
      }
      task.run();
    }
  }

  private synchronized long elapsed() {
    return nowNanos - (Long.MAX_VALUE - 1_000);
  }
}
