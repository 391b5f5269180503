package dev.vez.domain.machine;

import dev.vez.domain.id.Place;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.DelayedRecord;
import java.util.List;

/**
 * Messages that stay away from their flow until their time has come. They lie in the store alone;
 * the heap knows when the first of each queue is due.
 */
final class Delays {

  /** Messages of one queue that an entry brings back at most. */
  private static final int PAGE_MAX = 1_024;

  private final QueueGroup group;
  private final Leases leases;
  private final DeadLetters deadLetters;

  Delays(QueueGroup group, Leases leases, DeadLetters deadLetters) {
    this.group = group;
    this.leases = leases;
    this.deadLetters = deadLetters;
  }

  /**
   * Puts away a message that is nowhere. Not to be followed by {@link #release} in the same entry.
   *
   * @param dueMicros log time, at or after that of the entry
   * @param isDeadLetter whether it then moves to the dead-letter queue
   */
  void put(Flow flow, MessageInfo message, long dueMicros, boolean isDeadLetter) {
    HostedQueue queue = flow.queue;
    Place place = group.entry.nextPlace();
    group.changes.put(
        queue.sum, new DelayedRecord(queue.id, dueMicros, place, flow.key, message, isDeadLetter));
    flow.delayed++;
    queue.delayed++;
    group.touch(flow);
    group.delayTimetable.note(queue, dueMicros);
  }

  /**
   * Brings back what is due, the queue that is due for longest first, up to the entry's limits.
   *
   * @return whether a limit stopped it
   */
  boolean release() {
    int left = group.settings().movesPerEntryMax();
    HostedQueue queue = group.delayTimetable.firstDue(group.logTimeMicros);
    while (queue != null) {
      if (left == 0) {
        return true;
      }
      left -= releasePage(queue, Math.min(left, PAGE_MAX));
      if (queue.nextDueMicros <= group.logTimeMicros) {
        // A limit has stopped it. To read on would show again what was brought back already.
        return true;
      }
      queue = group.delayTimetable.firstDue(group.logTimeMicros);
    }
    return false;
  }

  private int releasePage(HostedQueue queue, int max) {
    List<DelayedRecord> page = group.reader.readDelayed(queue.id, queue.nextDueMicros, max + 1);
    if (page.isEmpty() || page.getFirst().dueMicros() != queue.nextDueMicros) {
      throw new IllegalStateException(
          "Expected a message of queue " + queue.id + " that is due at " + queue.nextDueMicros);
    }
    int released = 0;
    long next = Long.MAX_VALUE;
    for (DelayedRecord record : page) {
      if (released == max
          || record.dueMicros() > group.logTimeMicros
          || !bringBack(queue, record)) {
        next = record.dueMicros();
        break;
      }
      released++;
    }
    group.delayTimetable.replace(queue, next);
    return released;
  }

  /** Gives false, and does nothing, where the entry has moved its share of bytes. */
  private boolean bringBack(HostedQueue queue, DelayedRecord record) {
    if (record.isDeadLetter() && !deadLetters.hasRoom()) {
      return false;
    }
    Flow flow = queue.flows.get(record.fairnessKey());
    if (flow == null) {
      throw new IllegalStateException("Expected a flow for a delayed message of " + queue.id);
    }
    group.changes.remove(queue.sum, record);
    flow.delayed--;
    queue.delayed--;
    group.touch(flow);
    HostedQueue target = record.isDeadLetter() ? deadLetters.targetOf(queue) : null;
    if (target != null) {
      deadLetters.move(flow, target, record.message());
    } else {
      if (record.isDeadLetter()) {
        deadLetters.noteMissing(queue);
      }
      leases.putAtTail(flow, record.message());
    }
    return true;
  }
}
