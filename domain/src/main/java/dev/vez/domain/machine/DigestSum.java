package dev.vez.domain.machine;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.QueueId;

/** The running sum of the record hashes of one queue, and of its group above it. */
final class DigestSum {

  private final QueueId queue;
  private final Total total;
  private Digest value;

  DigestSum(QueueId queue, Digest value, Total total) {
    this.queue = queue;
    this.value = value;
    this.total = total;
    total.value = total.value.plus(value);
  }

  QueueId queue() {
    return queue;
  }

  Digest value() {
    return value;
  }

  void add(Digest hash) {
    value = value.plus(hash);
    total.value = total.value.plus(hash);
  }

  void subtract(Digest hash) {
    value = value.minus(hash);
    total.value = total.value.minus(hash);
  }

  /** Takes this sum out of the group's. */
  void drop() {
    total.value = total.value.minus(value);
    value = Digest.ZERO;
  }

  /** The sum over a whole group. */
  static final class Total {
    private Digest value = Digest.ZERO;

    Digest value() {
      return value;
    }
  }
}
