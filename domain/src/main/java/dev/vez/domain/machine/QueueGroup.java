package dev.vez.domain.machine;

import dev.vez.domain.effect.CloseConsumer;
import dev.vez.domain.effect.RedriveDone;
import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.Ticket;
import dev.vez.domain.record.GroupRecord;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.RecordKey;
import dev.vez.domain.record.RedriveRecord;
import dev.vez.domain.record.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The state of a data group in memory, and what its parts share. */
final class QueueGroup {

  final StateReader reader;
  final EntryContext entry = new EntryContext();
  final Changes changes = new Changes();
  final Windows windows;
  final LeaseTimetable timetable = new LeaseTimetable();
  final Buckets buckets = new Buckets(this);
  final DelayTimetable delayTimetable = new DelayTimetable();

  final IdempotencyKeys idempotencyKeys = new IdempotencyKeys(this);

  final RedriveTable redrives = new RedriveTable();
  final DigestSum.Total digest = new DigestSum.Total();
  final TreeMap<QueueId, HostedQueue> queues = new TreeMap<>();

  /** Queues with a flow in turn, a consumer with credit and room for a lease. */
  final TreeSet<QueueId> runnable = new TreeSet<>();

  /** Sum of the records that belong to no queue. */
  DigestSum rest = new DigestSum(QueueId.NONE, Digest.ZERO, digest);

  long logTimeMicros;
  int machineVersion;
  @Nullable GroupSettings settings;
  Mark mark = Mark.NONE;
  QueueId turn = QueueId.NONE;
  int inFlight;

  private final List<Flow> dirtyFlows = new ArrayList<>();
  private final List<AttachedConsumer> dirtyConsumers = new ArrayList<>();
  private @Nullable GroupRecord written;

  QueueGroup(StateReader reader, WindowLimits limits) {
    this.reader = reader;
    this.windows = new Windows(reader, entry, limits);
  }

  GroupSettings settings() {
    if (settings == null) {
      throw new IllegalStateException(
          "Expected BecomeLeader as the first command of a group, which gives it its settings");
    }
    return settings;
  }

  /** Takes over what the store holds. */
  void restore(GroupRecord record) {
    machineVersion = record.machineVersion();
    logTimeMicros = record.logTimeMicros();
    settings = record.settings();
    mark = record.mark();
    turn = record.turn();
    written = record;
  }

  void touch(Flow flow) {
    if (!flow.dirty) {
      flow.dirty = true;
      dirtyFlows.add(flow);
    }
  }

  void touch(AttachedConsumer consumer) {
    if (!consumer.dirty) {
      consumer.dirty = true;
      dirtyConsumers.add(consumer);
    }
  }

  /** To be called after anything that may change whether a queue can deliver. */
  void refreshRunnable(HostedQueue queue) {
    queue.deliverable =
        !queue.readyConsumers.isEmpty() && queue.inFlight() < settings().inFlightPerQueueMax();
    boolean now = queue.deliverable && (!queue.ring.isEmpty() || !queue.ripe.isEmpty());
    if (now != queue.runnable) {
      queue.runnable = now;
      if (now) {
        runnable.add(queue.id);
      } else {
        runnable.remove(queue.id);
      }
    }
  }

  /**
   * Puts a flow with pending messages at the end of its ring, unless it is there or waits at a
   * bucket.
   */
  void joinRing(Flow flow) {
    if (!flow.isInRing()) {
      flow.setTicket(entry.nextTicket());
      flow.queue.ring.addLast(flow);
      refreshRunnable(flow.queue);
    }
    touch(flow);
  }

  /** To be called when the first message of a flow that has one is another than it was. */
  void headChanged(Flow flow) {
    Stall stall = flow.stall;
    if (stall != null && !windows.peekFirst(flow).throttleKeys().contains(stall.bucket.key)) {
      buckets.leave(flow);
      joinRing(flow);
    }
  }

  /** Takes a flow that has no pending message left out of its ring, or from where it waits. */
  void leaveRing(Flow flow) {
    if (flow.stall == null) {
      flow.queue.ring.remove(flow);
    } else {
      buckets.leave(flow);
    }
    flow.setTicket(Ticket.NONE);
    flow.deficit = 0;
    flow.visiting = false;
  }

  void host(QueueRecord record) {
    if (queues.containsKey(record.id())) {
      throw new IllegalStateException("Expected queue " + record.id() + " to be new");
    }
    HostedQueue queue = new HostedQueue(record, Digest.ZERO, digest);
    queues.put(record.id(), queue);
    changes.put(queue.sum, record);
  }

  /** Changes what the record of a queue says. */
  void update(HostedQueue queue, Runnable change) {
    Digest earlier = changes.hashOf(queue.toRecord());
    change.run();
    changes.replace(queue.sum, earlier, queue.toRecord());
  }

  /**
   * Deletes a queue with all that is in it, in O(1) but for its consumers, the buckets at which it
   * waits and the other queues.
   */
  void delete(QueueId id) {
    HostedQueue queue = queues.remove(id);
    if (queue == null) {
      return;
    }
    for (AttachedConsumer consumer : queue.consumers.values()) {
      consumer.detached = true;
      entry.effect(new CloseConsumer(consumer.id, CloseConsumer.Reason.QUEUE_DELETED));
    }
    inFlight -= queue.inFlight();
    buckets.forget(queue);
    runnable.remove(id);
    timetable.forget(queue);
    delayTimetable.forget(queue);
    idempotencyKeys.forget(queue);
    RedriveRecord redrive = redrives.remove(id);
    if (redrive != null && !redrive.isDone()) {
      entry.effect(new RedriveDone(id, redrive.id(), redrive.moved()));
    }
    windows.forget(queue);
    queue.sum.drop();
    changes.removeQueue(id);
    dirtyFlows.removeIf(flow -> flow.queue == queue);
    dirtyConsumers.removeIf(consumer -> consumer.queue == queue);
    for (HostedQueue other : queues.values()) {
      if (other.deadLetters.equals(id)) {
        update(other, () -> other.deadLetters = QueueId.NONE);
      }
    }
  }

  /** Writes what the entry has touched. */
  void flush() {
    for (Flow flow : dirtyFlows) {
      flow.dirty = false;
      flow.unstored = null;
      flow.takenFromStore = Place.NONE;
      DigestSum sum = flow.queue.sum;
      if (flow.isGone()) {
        flow.queue.flows.remove(flow.key);
        changes.removeReplaced(sum, flow.written(), flow.recordKey());
      } else {
        flow.setWritten(changes.replace(sum, flow.written(), flow.toRecord()));
      }
    }
    dirtyFlows.clear();
    for (AttachedConsumer consumer : dirtyConsumers) {
      consumer.dirty = false;
      DigestSum sum = consumer.queue.sum;
      if (consumer.detached) {
        changes.removeReplaced(
            sum, consumer.written, new RecordKey.OfConsumer(consumer.queue.id, consumer.id));
      } else {
        consumer.written = changes.replace(sum, consumer.written, consumer.toRecord());
      }
    }
    dirtyConsumers.clear();
    buckets.flush();
    idempotencyKeys.flush();
    flushGroup();
  }

  private void flushGroup() {
    GroupRecord record = new GroupRecord(machineVersion, logTimeMicros, settings(), mark, turn);
    if (!record.equals(written)) {
      Digest earlier = written == null ? Digest.ZERO : changes.hashOf(written);
      changes.replace(rest, earlier, record);
      written = record;
    }
  }
}
