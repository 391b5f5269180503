package dev.vez.simulation.world;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.hash.RecordHasher;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.CatalogueRecord;
import dev.vez.domain.record.ConfigRecord;
import dev.vez.domain.record.ConsumerRecord;
import dev.vez.domain.record.DelayedRecord;
import dev.vez.domain.record.DigestRecord;
import dev.vez.domain.record.FailureRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.GroupMarkRecord;
import dev.vez.domain.record.GroupRecord;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.IdempotencyKeyRecord;
import dev.vez.domain.record.KeyCountRecord;
import dev.vez.domain.record.KeyExpiryRecord;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.PendingChangeRecord;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.RedriveRecord;
import dev.vez.domain.record.SharesRecord;
import dev.vez.domain.record.StateRecord;
import dev.vez.ports.recovery.RecordImage;
import dev.vez.simulation.audit.RecountResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts a store again from its records alone. */
final class Recount {

  private record Enqueued(QueueId queue, Place place) {}

  private record FlowOf(QueueId queue, String key) {}

  private final RecordHasher hasher = new RecordHasher();
  private final Set<QueueId> queues = new HashSet<>();
  private final Set<QueueId> withCredit = new HashSet<>();
  private @Nullable GroupRecord group;
  private final Map<Enqueued, Integer> copies = new HashMap<>();

  /** Queues by the place of a message's enqueue, which it keeps wherever it moves. */
  private final Map<Place, QueueId> homes = new HashMap<>();

  private final Set<Enqueued> payloads = new HashSet<>();
  private final Map<FlowOf, Long> waiting = new HashMap<>();
  private final Map<FlowOf, Long> leased = new HashMap<>();
  private final Map<FlowOf, Long> delayed = new HashMap<>();
  private final Map<FlowOf, FlowRecord> flows = new HashMap<>();

  /** Keys of buckets that have no token for those who wait. */
  private final Set<String> empty = new HashSet<>();

  private final List<String> misplaced = new ArrayList<>();
  private Digest kept = Digest.ZERO;
  private Digest counted = Digest.ZERO;

  private Recount() {}

  static RecountResult of(RecordImage image) {
    Recount recount = new Recount();
    List<StateRecord> records = image.all();
    records.forEach(recount::count);
    recount.compare();
    return new RecountResult(
        recount.kept.equals(recount.counted), recount.misplaced, recount.idle());
  }

  private void count(StateRecord record) {
    counted = counted.plus(hasher.hash(record));
    switch (record) {
      case DigestRecord digest -> kept = kept.plus(digest.sum());
      case QueueRecord queue -> queues.add(queue.id());
      case MessageRecord message -> {
        copies.merge(new Enqueued(message.queue(), message.message().enqueued()), 1, Integer::sum);
        waiting.merge(new FlowOf(message.queue(), message.fairnessKey()), 1L, Long::sum);
      }
      case LeaseRecord lease -> {
        copies.merge(new Enqueued(lease.queue(), lease.message().enqueued()), 1, Integer::sum);
        leased.merge(new FlowOf(lease.queue(), lease.fairnessKey()), 1L, Long::sum);
      }
      case DelayedRecord away -> {
        copies.merge(new Enqueued(away.queue(), away.message().enqueued()), 1, Integer::sum);
        delayed.merge(new FlowOf(away.queue(), away.fairnessKey()), 1L, Long::sum);
      }
      case PayloadRecord payload -> payloads.add(new Enqueued(payload.queue(), payload.enqueued()));
      case FlowRecord flow -> flows.put(new FlowOf(flow.queue(), flow.fairnessKey()), flow);
      case GroupRecord ofGroup -> group = ofGroup;
      case ConsumerRecord consumer -> {
        if (consumer.creditUpTo() > consumer.delivered()) {
          withCredit.add(consumer.queue());
        }
      }
      case BucketRecord bucket -> {
        if (!bucket.removed() && bucket.tokensMicros() < BucketRecord.MICROS) {
          empty.add(bucket.throttleKey());
        }
      }
      case CatalogueRecord _,
          PendingChangeRecord _,
          FailureRecord _,
          RedriveRecord _,
          IdempotencyKeyRecord _,
          KeyExpiryRecord _,
          KeyCountRecord _,
          GroupMarkRecord _,
          ConfigRecord _,
          SharesRecord _,
          MemberRecord _ -> {}
    }
  }

  /** Queues that could deliver, where the entry has left no work. */
  private List<String> idle() {
    GroupRecord settled = group;
    if (settled == null || !settled.turn().equals(QueueId.NONE)) {
      return List.of();
    }
    GroupSettings settings = settled.settings();
    Map<QueueId, Long> leasedOf = perQueue(leased);
    long inFlight = leasedOf.values().stream().mapToLong(Long::longValue).sum();
    if (inFlight >= settings.inFlightPerGroupMax()) {
      return List.of();
    }
    List<String> idle = new ArrayList<>();
    perQueue(deliverable())
        .forEach(
            (queue, count) -> {
              if (withCredit.contains(queue)
                  && leasedOf.getOrDefault(queue, 0L) < settings.inFlightPerQueueMax()) {
                idle.add("queue " + queue + " has " + count + " messages and a consumer");
              }
            });
    return idle;
  }

  /** What waits for its turn alone: no bucket lacks a token for it. */
  private Map<FlowOf, Long> deliverable() {
    Map<FlowOf, Long> result = new HashMap<>(waiting);
    result
        .keySet()
        .removeIf(
            key -> {
              FlowRecord flow = flows.get(key);
              return flow != null && empty.contains(flow.bucket());
            });
    return result;
  }

  private static Map<QueueId, Long> perQueue(Map<FlowOf, Long> counts) {
    Map<QueueId, Long> sums = new TreeMap<>();
    counts.forEach((flow, count) -> sums.merge(flow.queue(), count, Long::sum));
    return sums;
  }

  private void compare() {
    copies.forEach(
        (message, count) -> {
          QueueId other = homes.put(message.place(), message.queue());
          if (other != null) {
            misplaced.add(
                "the message at "
                    + message.place()
                    + " lies in queues "
                    + other
                    + " and "
                    + message.queue());
          }
          if (count != 1) {
            misplaced.add("the message at " + message.place() + " lies in " + count + " places");
          }
          if (!payloads.contains(message)) {
            misplaced.add("the message at " + message.place() + " has no payload");
          }
          if (!queues.contains(message.queue())) {
            misplaced.add("the message at " + message.place() + " has no queue");
          }
        });
    payloads.stream()
        .filter(payload -> !copies.containsKey(payload))
        .forEach(payload -> misplaced.add("the payload at " + payload.place() + " has no message"));
    flows.forEach(
        (key, flow) -> {
          if (flow.pending() != waiting.getOrDefault(key, 0L)
              || flow.leased() != leased.getOrDefault(key, 0L)
              || flow.delayed() != delayed.getOrDefault(key, 0L)) {
            misplaced.add("a flow of queue " + key.queue() + " counts wrongly");
          }
        });
    Set<FlowOf> unknown = new HashSet<>(waiting.keySet());
    unknown.addAll(leased.keySet());
    unknown.addAll(delayed.keySet());
    unknown.removeAll(flows.keySet());
    unknown.forEach(key -> misplaced.add("messages of queue " + key.queue() + " have no flow"));
  }
}
