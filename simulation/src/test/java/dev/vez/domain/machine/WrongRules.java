package dev.vez.domain.machine;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.DelayedRecord;
import dev.vez.domain.record.KeyExpiryRecord;
import dev.vez.domain.record.RecordKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What patched methods call. Lies where the state machine's parts can be reached. */
public final class WrongRules {

  private WrongRules() {}

  /** Fills every bucket. */
  static void fillBuckets(QueueGroup group) {
    for (BucketFigures bucket : group.buckets.figures(Integer.MAX_VALUE)) {
      group.buckets.remove(bucket.throttleKey());
      group.buckets.set(bucket.throttleKey(), bucket.rateMicros(), bucket.burstMicros());
    }
  }

  /** Lets every key begin its visit anew. */
  static void forgetDeficits(QueueGroup group) {
    for (HostedQueue queue : group.queues.values()) {
      for (Flow flow = queue.ring.peekFirst(); flow != null; flow = queue.ring.after(flow)) {
        flow.deficit = 0;
        flow.visiting = false;
        group.touch(flow);
      }
    }
  }

  /** Lets keys take turns in the order of their names. */
  static void forgetTurns(QueueGroup group) {
    for (HostedQueue queue : group.queues.values()) {
      List<Flow> flows = new ArrayList<>();
      for (Flow flow = queue.ring.peekFirst(); flow != null; flow = queue.ring.after(flow)) {
        flows.add(flow);
      }
      flows.sort(Comparator.comparing(flow -> flow.key));
      for (Flow flow : flows) {
        queue.ring.remove(flow);
        group.joinRing(flow);
      }
    }
  }

  /** Brings back everything that is delayed. */
  static void endDelays(QueueGroup group) {
    Leases leases = new Leases(group);
    for (HostedQueue queue : group.queues.values()) {
      for (DelayedRecord record : group.reader.readDelayed(queue.id, 0, Integer.MAX_VALUE)) {
        Flow flow = queue.flows.get(record.fairnessKey());
        if (flow != null) {
          group.changes.remove(queue.sum, record);
          flow.delayed--;
          queue.delayed--;
          leases.putAtTail(flow, record.message());
        }
      }
      group.delayTimetable.forget(queue);
    }
  }

  /** Forgets every idempotency key. */
  static void forgetKeys(QueueGroup group) {
    for (HostedQueue queue : group.queues.values()) {
      if (queue.keys > 0) {
        for (KeyExpiryRecord end : group.reader.readKeyExpiries(queue.id, 0, Integer.MAX_VALUE)) {
          group.changes.remove(queue.sum, end);
          if (!end.isSuperseded()) {
            group.changes.remove(queue.sum, end.used());
          }
        }
        group.idempotencyKeys.forget(queue);
        group.changes.removeReplaced(
            queue.sum, queue.keyCountWritten, new RecordKey.OfKeyCount(queue.id));
        queue.keyCountWritten = Digest.ZERO;
        queue.keys = 0;
        queue.keysDirty = false;
      }
    }
  }

  /** Leaves a copy of a message where it was that moves back to its queue. */
  static void copyRedriven(QueueGroup group, Flow from, HostedQueue to, MessageInfo message) {
    if (to.deadLetters.equals(from.queue.id)) {
      new Leases(group).putAtTail(from, message);
    }
  }

  /** Leaves a copy of a message where it was that becomes a dead letter. */
  static void copyDeadLetter(QueueGroup group, Flow from, HostedQueue to, MessageInfo message) {
    if (from.queue.deadLetters.equals(to.id)) {
      new Leases(group).putAtTail(from, message);
    }
  }

  /** Drops a message that should move. */
  static void drop(QueueGroup group, Flow from, MessageInfo message) {
    group.changes.removePayload(from.queue.sum, from.queue.id, message);
  }

  /** Moves also what is leased. */
  static void redriveLeased(
      QueueGroup group, HostedQueue queue, HostedQueue parent, Transfers transfers) {
    Leases leases = new Leases(group);
    for (Lease lease : List.copyOf(queue.deadlines)) {
      leases.end(lease);
      group.changes.removeFailures(queue.sum, queue.id, lease.message);
      transfers.move(lease.flow, parent, lease.message.withoutAttempts());
    }
  }
}
