package dev.vez.adapters.rocksdb;

import dev.vez.ports.recovery.StoreException;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps native memory from being freed under a thread that uses it. Every use passes through; once
 * closed none does, and closing waits for those inside. Without it a read that meets a close would
 * end the process, not the call.
 */
final class Gate {

  private final String store;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Creates an open gate.
   *
   * @param store what to call it in messages
   */
  Gate(String store) {
    this.store = store;
  }

  /** Enters; {@link #leave} must follow. Refuses where it is closed. */
  void enter() {
    lock.readLock().lock();
    if (closed) {
      lock.readLock().unlock();
      throw new StoreException(store + " is closed");
    }
  }

  void leave() {
    lock.readLock().unlock();
  }

  /**
   * Closes it once nobody is inside.
   *
   * @return whether it was open
   */
  boolean close() {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException(store + " cannot be closed by a visitor of its own");
    }
    lock.writeLock().lock();
    try {
      boolean wasOpen = !closed;
      closed = true;
      return wasOpen;
    } finally {
      lock.writeLock().unlock();
    }
  }
}
