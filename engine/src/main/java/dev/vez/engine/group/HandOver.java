package dev.vez.engine.group;

import java.util.concurrent.Semaphore;

/**
 * Bounds the committed entries on their way from the consensus thread to the loop: the consensus
 * thread is held up while there are too many.
 */
final class HandOver {

  private static final int UNBOUNDED = 1 << 30;

  private final Semaphore room;

  HandOver(int entriesMax) {
    room = new Semaphore(entriesMax);
  }

  /** Waits for room. */
  void enter() {
    room.acquireUninterruptibly();
  }

  /** An entry has been dealt with. */
  void leave() {
    room.release();
  }

  /** Holds nobody up any more, so that a consensus thread can be stopped. */
  void open() {
    room.release(UNBOUNDED);
  }
}
