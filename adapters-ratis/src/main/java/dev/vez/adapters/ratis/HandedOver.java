package dev.vez.adapters.ratis;

import java.util.concurrent.atomic.AtomicLong;

/** Up to which log index the listener, and so the store, has everything. Only grows. */
final class HandedOver {

  private final AtomicLong index;

  HandedOver(long appliedIndex) {
    this.index = new AtomicLong(appliedIndex);
  }

  long index() {
    return index.get();
  }

  /**
   * Notes an index.
   *
   * @return whether it is a new one
   */
  boolean advance(long newIndex) {
    return index.getAndAccumulate(newIndex, Math::max) < newIndex;
  }
}
