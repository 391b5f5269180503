package dev.vez.domain.machine;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.MessageRecord;
import org.jspecify.annotations.Nullable;

/** Begins and ends leases. Every way in which a lease can end goes through here. */
final class Leases {

  private final QueueGroup group;

  Leases(QueueGroup group) {
    this.group = group;
  }

  /** The lease that is alive for a message, whoever holds it. */
  static @Nullable Lease find(HostedQueue queue, MessageId message) {
    return queue.leases.get(message);
  }

  /** Leases the message of a window item, just taken from its flow, to a consumer. */
  Lease begin(Flow flow, WindowItem item, AttachedConsumer consumer) {
    HostedQueue queue = flow.queue;
    MessageRecord record = item.toRecord(flow);
    removeRow(queue, item, record);
    Lease lease =
        new Lease(
            group.entry.nextLeaseId(),
            flow,
            record.place(),
            record.message(),
            consumer.id,
            group.logTimeMicros + queue.visibilityTimeoutMicros);
    group.changes.put(queue.sum, lease.toRecord());
    if (queue.leases.put(record.message().id(), lease) != null) {
      throw new IllegalStateException(
          "Expected no other lease of message " + record.message().id());
    }
    group.timetable.add(lease);
    group.inFlight++;
    flow.leased++;
    consumer.unconfirmed.addLast(lease);
    return lease;
  }

  /** Takes the first message of a flow that has one out of it, not to be leased. */
  MessageRecord takeHead(Flow flow) {
    HostedQueue queue = flow.queue;
    WindowItem item = group.windows.takeFirst(flow);
    flow.pending--;
    queue.pending--;
    MessageRecord record = item.toRecord(flow);
    flow.advanceFirst(record.place());
    removeRow(queue, item, record);
    if (flow.pending == 0) {
      group.leaveRing(flow);
      group.refreshRunnable(queue);
    } else {
      group.headChanged(flow);
    }
    group.touch(flow);
    return record;
  }

  private void removeRow(HostedQueue queue, WindowItem item, MessageRecord record) {
    if (item.putIndex == group.entry.index()) {
      group.changes.cancel(queue.sum, item.slot, record);
    } else {
      group.changes.remove(queue.sum, record);
    }
  }

  /** The message is settled: it, its payload and its lease are gone. */
  void settle(Lease lease) {
    end(lease);
    HostedQueue queue = lease.flow.queue;
    group.changes.removePayload(queue.sum, queue.id, lease.message);
    group.changes.removeFailures(queue.sum, queue.id, lease.message);
  }

  /** The message was never sent: it goes back to its place, with no attempt counted. */
  void giveBack(Lease lease) {
    end(lease);
    Flow flow = lease.flow;
    WindowItem item = put(flow, lease.place, lease.message);
    group.windows.insert(flow, item);
    arrive(flow, lease.place);
    group.headChanged(flow);
  }

  /** Moves the deadline, never to an earlier time. */
  void extend(Lease lease, long deadlineMicros) {
    if (deadlineMicros > lease.deadlineMicros) {
      HostedQueue queue = lease.flow.queue;
      group.timetable.remove(lease);
      replace(lease, () -> lease.deadlineMicros = deadlineMicros);
      group.timetable.add(lease);
      group.refreshRunnable(queue);
    }
  }

  /** Notes that the lease may never have been sent. */
  void doubt(Lease lease) {
    replace(lease, () -> lease.handedOver = false);
  }

  /** Puts a message that its flow does not count yet, and counts it. */
  WindowItem put(Flow flow, Place place, MessageInfo message) {
    MessageRecord record = new MessageRecord(flow.queue.id, flow.key, place, message);
    int slot = group.changes.put(flow.queue.sum, record);
    return new WindowItem(place, message, group.entry.index(), slot);
  }

  /** Puts a message at the tail of a flow. */
  void putAtTail(Flow flow, MessageInfo message) {
    Place place = group.entry.nextPlace();
    WindowItem item = put(flow, place, message);
    group.windows.append(flow, item);
    arrive(flow, place);
  }

  /** Counts a message that was put, and lets its flow take part. */
  void arrive(Flow flow, Place place) {
    if (flow.pending == 0 || place.compareTo(flow.first()) < 0) {
      flow.setFirst(place);
    }
    if (flow.pending == 0 || place.compareTo(flow.last()) > 0) {
      flow.setLast(place);
    }
    flow.pending++;
    flow.queue.pending++;
    group.joinRing(flow);
  }

  /** Whether {@code id} is the caller's to use: the lease that is alive, or none named. */
  static boolean matches(Lease lease, LeaseId id) {
    return id.equals(LeaseId.NONE) || id.equals(lease.id);
  }

  private void replace(Lease lease, Runnable change) {
    DigestSum sum = lease.flow.queue.sum;
    var earlier = group.changes.hashOf(lease.toRecord());
    change.run();
    group.changes.replace(sum, earlier, lease.toRecord());
  }

  /** Ends a lease. Its message is nowhere then: the caller puts it somewhere, or it is gone. */
  void end(Lease lease) {
    HostedQueue queue = lease.flow.queue;
    lease.ended = true;
    queue.leases.remove(lease.message.id());
    group.timetable.remove(lease);
    group.changes.remove(queue.sum, lease.toRecord());
    group.inFlight--;
    lease.flow.leased--;
    group.touch(lease.flow);
    group.refreshRunnable(queue);
  }
}
