package dev.vez.adapters.grpc;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, for as long as a loaded machine may need. */
final class Eventually {

  static final long PATIENCE_MILLIS = 30_000;

  private Eventually() {}

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Expected in time: " + what);
      }
      LockSupport.parkNanos(100_000);
    }
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException, TimeoutException {
    T next = queue.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new TimeoutException("Expected one more in time");
    }
    return next;
  }
}
