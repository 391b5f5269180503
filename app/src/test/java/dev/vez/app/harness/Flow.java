package dev.vez.app.harness;

import dev.vez.app.harness.FaultyNetwork.Cut;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All bytes from one node to another. Safe for use by many threads. */
final class Flow {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition healed = lock.newCondition();
  private @Nullable Cut cut;
  private Duration delay = Duration.ZERO;

  void cut(Cut how) {
    lock.lock();
    try {
      cut = how;
    } finally {
      lock.unlock();
    }
  }

  void delay(Duration length) {
    lock.lock();
    try {
      delay = length;
    } finally {
      lock.unlock();
    }
  }

  void heal() {
    lock.lock();
    try {
      cut = null;
      delay = Duration.ZERO;
      healed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isBroken() {
    lock.lock();
    try {
      return cut == Cut.BROKEN;
    } finally {
      lock.unlock();
    }
  }

  /** Holds up whoever carries something, for as long as it takes. */
  void pass() throws InterruptedException {
    Duration length;
    lock.lock();
    try {
      length = delay;
    } finally {
      lock.unlock();
    }
    if (length.isPositive()) {
      TimeUnit.NANOSECONDS.sleep(length.toNanos());
    }
    lock.lock();
    try {
      while (cut != null) {
        healed.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
