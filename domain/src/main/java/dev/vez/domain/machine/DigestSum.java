package dev.vez.domain.machine;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.QueueId;

/** The running sum of the record hashes of one queue, and of its group above it. */
final class DigestSum {

  private final QueueId queue;
  private final Total own = new Total();
  private final Total total;

  /** Whether the entry that is being applied has changed it. */
  boolean changed;

  DigestSum(QueueId queue, Digest value, Total total) {
    this.queue = queue;
    this.total = total;
    add(value);
  }

  QueueId queue() {
    return queue;
  }

  Digest value() {
    return own.value();
  }

  void add(Digest hash) {
    own.add(hash);
    total.add(hash);
  }

  void subtract(Digest hash) {
    own.subtract(hash);
    total.subtract(hash);
  }

  /** Takes this sum out of the group's. */
  void drop() {
    subtract(value());
  }

  /**
   * A sum over a whole group. It is kept as numbers, since it changes many times for each message.
   */
  static final class Total {
    private long high;
    private long low;

    Digest value() {
      return new Digest(high, low);
    }

    private void add(Digest hash) {
      long sum = low + hash.low();
      high += hash.high() + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
      low = sum;
    }

    private void subtract(Digest hash) {
      high -= hash.high() + (Long.compareUnsigned(low, hash.low()) < 0 ? 1 : 0);
      low -= hash.low();
    }
  }
}
