package dev.vez.domain.machine;

import dev.vez.domain.id.Ticket;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The flows of one queue that wait at one bucket, in the order in which they came. Each was blocked
 * in the middle of its visit and goes on with it there, so flows take from a bucket by deficit
 * round robin too.
 */
final class Stall extends Ring.Link<Stall> {

  /** Of those listed as ripe, the one whose first flow came first. */
  static final Comparator<Stall> BY_FIRST =
      Comparator.comparing(stall -> Objects.requireNonNull(stall.listed));

  final HostedQueue queue;
  final Bucket bucket;
  final Ring<Flow> flows = new Ring<>();

  /** Ticket of its first flow while its queue lists it as ripe. */
  @Nullable Ticket listed;

  Stall(HostedQueue queue, Bucket bucket) {
    this.queue = queue;
    this.bucket = bucket;
  }

  Flow first() {
    return Objects.requireNonNull(flows.peekFirst());
  }
}
