package dev.vez.app.harness;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where clients learn which broker process to talk to. Safe for use by many threads. */
public final class Directory {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Endpoint current;
  private boolean closed;

  /** This process serves now. */
  public void publish(Endpoint endpoint) {
    update(endpoint, false);
  }

  /** No process serves. */
  public void withdraw() {
    update(null, false);
  }

  /** Nobody shall wait any longer. */
  public void close() {
    update(null, true);
  }

  /** Waits for a process other than {@code known}; null once closed. */
  public @Nullable Endpoint awaitOther(@Nullable Endpoint known) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && (current == null || current.equals(known))) {
        changed.await();
      }
      return closed ? null : current;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until {@code known} is no longer the process that serves. */
  public void awaitGone(Endpoint known) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && known.equals(current)) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void update(@Nullable Endpoint endpoint, boolean close) {
    lock.lock();
    try {
      current = endpoint;
      closed |= close;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
