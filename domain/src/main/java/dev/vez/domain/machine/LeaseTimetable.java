package dev.vez.domain.machine;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which lease ends next, over all queues of a group. A queue is registered under a time at or
 * before its earliest deadline, and moved only where that matters: an ack costs nothing here.
 */
final class LeaseTimetable {

  private final TreeSet<HostedQueue> queues = new TreeSet<>(HostedQueue.BY_REGISTERED_DEADLINE);

  /** Adds a lease to its queue's deadlines. */
  void add(Lease lease) {
    HostedQueue queue = lease.flow.queue;
    queue.deadlines.add(lease);
    if (lease.deadlineMicros < queue.registeredDeadlineMicros) {
      register(queue, lease.deadlineMicros);
    }
  }

  /** Takes a lease out of its queue's deadlines. */
  void remove(Lease lease) {
    lease.flow.queue.deadlines.remove(lease);
  }

  /** Takes out a queue that is gone. */
  void forget(HostedQueue queue) {
    register(queue, Long.MAX_VALUE);
  }

  /** The lease with the earliest deadline, if that is at or before {@code nowMicros}. */
  @Nullable Lease firstDue(long nowMicros) {
    while (!queues.isEmpty()) {
      HostedQueue queue = queues.first();
      if (queue.registeredDeadlineMicros > nowMicros) {
        return null;
      }
      long actual =
          queue.deadlines.isEmpty() ? Long.MAX_VALUE : queue.deadlines.first().deadlineMicros;
      if (actual == queue.registeredDeadlineMicros) {
        return queue.deadlines.first();
      }
      register(queue, actual);
    }
    return null;
  }

  /** A time at or before the next deadline, {@link Long#MAX_VALUE} where no lease is alive. */
  long nextMicros() {
    return queues.isEmpty() ? Long.MAX_VALUE : queues.first().registeredDeadlineMicros;
  }

  private void register(HostedQueue queue, long micros) {
    if (queue.registeredDeadlineMicros != Long.MAX_VALUE) {
      queues.remove(queue);
    }
    queue.registeredDeadlineMicros = micros;
    if (micros != Long.MAX_VALUE) {
      queues.add(queue);
    }
  }
}
