package dev.vez.domain.machine;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.Ticket;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.ConsumerRecord;
import dev.vez.domain.record.DelayedRecord;
import dev.vez.domain.record.DigestRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.GroupRecord;
import dev.vez.domain.record.KeyCountRecord;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.RedriveRecord;
import dev.vez.domain.record.StateReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Builds the state of a data group in memory from its records. */
final class QueueGroupRecovery {

  private final StateReader reader;
  private final QueueGroup group;
  private final List<Flow> inRing = new ArrayList<>();
  private final List<FlowRecord> waiting = new ArrayList<>();
  private final List<AttachedConsumer> withCredit = new ArrayList<>();

  QueueGroupRecovery(StateReader reader, WindowLimits limits) {
    this.reader = reader;
    this.group = new QueueGroup(reader, limits);
  }

  QueueGroup recover() {
    reader.scan(RecordType.GROUP, record -> restoreGroup((GroupRecord) record));
    if (group.settings == null) {
      return group;
    }
    TreeMap<QueueId, Digest> sums = new TreeMap<>();
    reader.scan(
        RecordType.DIGEST,
        record -> {
          DigestRecord digest = (DigestRecord) record;
          sums.put(digest.queue(), digest.sum());
        });
    group.rest =
        new DigestSum(QueueId.NONE, sums.getOrDefault(QueueId.NONE, Digest.ZERO), group.digest);
    reader.scan(
        RecordType.QUEUE,
        record -> {
          QueueRecord queue = (QueueRecord) record;
          Digest sum = sums.getOrDefault(queue.id(), Digest.ZERO);
          group.queues.put(queue.id(), new HostedQueue(queue, sum, group.digest));
        });
    reader.scan(RecordType.BUCKET, record -> group.buckets.restore((BucketRecord) record));
    reader.scan(RecordType.FLOW, record -> restoreFlow((FlowRecord) record));
    reader.scan(RecordType.CONSUMER, record -> restoreConsumer((ConsumerRecord) record));
    reader.scan(RecordType.LEASE, record -> restoreLease((LeaseRecord) record));
    inRing.sort(Comparator.comparing(flow -> flow.ticket()));
    inRing.forEach(flow -> flow.queue.ring.addLast(flow));
    waiting.sort(Comparator.comparing(FlowRecord::ticket));
    waiting.forEach(
        record ->
            group.buckets.restoreWaiting(
                Objects.requireNonNull(queue(record.queue()).flows.get(record.fairnessKey())),
                record.bucket()));
    withCredit.sort(Comparator.comparing(consumer -> consumer.ticket));
    withCredit.forEach(consumer -> consumer.queue.readyConsumers.addLast(consumer));
    group.buckets.restored();
    group.queues.values().forEach(group::refreshRunnable);
    group.queues.values().forEach(this::restoreDelays);
    reader.scan(RecordType.KEY_COUNT, record -> restoreKeys((KeyCountRecord) record));
    reader.scan(RecordType.REDRIVE, record -> group.redrives.put((RedriveRecord) record));
    return group;
  }

  private void restoreGroup(GroupRecord record) {
    if (record.machineVersion() > QueueMachine.VERSION) {
      throw new IllegalStateException(
          "Expected a machine version of at most "
              + QueueMachine.VERSION
              + ", but the store was written by version "
              + record.machineVersion());
    }
    group.restore(record);
  }

  private void restoreFlow(FlowRecord record) {
    HostedQueue queue = queue(record.queue());
    Flow flow = new Flow(queue, record, group.changes.hashOf(record));
    queue.flows.put(flow.key, flow);
    queue.pending += flow.pending;
    queue.delayed += flow.delayed;
    if (!record.bucket().isEmpty()) {
      waiting.add(record);
    } else if (!flow.ticket().equals(Ticket.NONE)) {
      inRing.add(flow);
    }
  }

  private void restoreDelays(HostedQueue queue) {
    if (queue.delayed > 0) {
      DelayedRecord first = reader.readDelayed(queue.id, 0, 1).getFirst();
      group.delayTimetable.note(queue, first.dueMicros());
    }
  }

  private void restoreKeys(KeyCountRecord record) {
    group.idempotencyKeys.restore(queue(record.queue()), record);
  }

  private void restoreConsumer(ConsumerRecord record) {
    HostedQueue queue = queue(record.queue());
    AttachedConsumer consumer = new AttachedConsumer(queue, record, group.changes.hashOf(record));
    queue.consumers.put(consumer.id, consumer);
    if (!consumer.ticket.equals(Ticket.NONE)) {
      withCredit.add(consumer);
    }
  }

  private void restoreLease(LeaseRecord record) {
    HostedQueue queue = queue(record.queue());
    Flow flow = queue.flows.get(record.fairnessKey());
    if (flow == null) {
      throw new IllegalStateException(
          "Expected a flow for lease " + record.id() + " of queue " + record.queue());
    }
    Lease lease = new Lease(flow, record);
    queue.leases.put(lease.message.id(), lease);
    group.timetable.add(lease);
    group.inFlight++;
    AttachedConsumer holder = queue.consumers.get(lease.consumer);
    if (holder != null && lease.id.compareTo(holder.handedOver) > 0) {
      holder.unconfirmed.addLast(lease);
    }
  }

  private HostedQueue queue(QueueId id) {
    HostedQueue queue = group.queues.get(id);
    if (queue == null) {
      throw new IllegalStateException("Expected a record of queue " + id);
    }
    return queue;
  }
}
