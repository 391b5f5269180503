package dev.vez.adapters.grpc;

import java.util.ArrayList;
import java.util.List;

/**
 * Room that streams share. Who takes more than there is gets it once, and is told when there is
 * room again; so it is exceeded by no more than one request a stream.
 */
final class SharedRoom {

  private final long max;

  // Both under this object.
  private final List<Runnable> waiting = new ArrayList<>();
  private long taken;

  SharedRoom(long max) {
    this.max = max;
  }

  /**
   * Takes some.
   *
   * @param resume called once, on any thread, when there is room again; only where this answers
   *     false
   * @return whether there is still room
   */
  synchronized boolean take(long amount, Runnable resume) {
    taken += amount;
    if (taken <= max) {
      return true;
    }
    waiting.add(resume);
    return false;
  }

  /** Gives back what was taken. */
  void giveBack(long amount) {
    List<Runnable> resumed;
    synchronized (this) {
      taken -= amount;
      if (waiting.isEmpty() || taken > max) {
        return;
      }
      resumed = List.copyOf(waiting);
      waiting.clear();
    }
    resumed.forEach(Runnable::run);
  }
}
