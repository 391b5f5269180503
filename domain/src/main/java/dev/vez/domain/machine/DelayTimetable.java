package dev.vez.domain.machine;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which queue has a delayed message due next, over all queues of a group. It knows the first of
 * each queue; the others lie in the store alone.
 */
final class DelayTimetable {

  private final TreeSet<HostedQueue> queues =
      new TreeSet<>(
          Comparator.<HostedQueue>comparingLong(queue -> queue.nextDueMicros)
              .thenComparing(queue -> queue.id));

  /** A message of the queue is due then. */
  void note(HostedQueue queue, long dueMicros) {
    if (dueMicros < queue.nextDueMicros) {
      replace(queue, dueMicros);
    }
  }

  /** The first message of the queue is due then; {@link Long#MAX_VALUE} where it has none. */
  void replace(HostedQueue queue, long dueMicros) {
    if (queue.nextDueMicros != Long.MAX_VALUE) {
      queues.remove(queue);
    }
    queue.nextDueMicros = dueMicros;
    if (dueMicros != Long.MAX_VALUE) {
      queues.add(queue);
    }
  }

  /** Takes out a queue that is gone. */
  void forget(HostedQueue queue) {
    replace(queue, Long.MAX_VALUE);
  }

  /** The queue whose first message has been due for longest at {@code nowMicros}. */
  @Nullable HostedQueue firstDue(long nowMicros) {
    return nextMicros() <= nowMicros ? queues.first() : null;
  }

  /** When the first message is due, {@link Long#MAX_VALUE} where there is none. */
  long nextMicros() {
    return queues.isEmpty() ? Long.MAX_VALUE : queues.first().nextDueMicros;
  }
}
