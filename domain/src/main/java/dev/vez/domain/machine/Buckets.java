package dev.vez.domain.machine;

import dev.vez.domain.effect.TokensAsked;
import dev.vez.domain.id.Ticket;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.RecordKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The token buckets of a group and who waits at them.
 *
 * <p>A flow whose head lacks a token leaves the ring of its queue in the middle of its visit and
 * waits in the {@link Stall} of its queue at that bucket. When the bucket is ripe, which is when it
 * has a token and someone waits, the first flow goes on with its visit at once, before the ring: it
 * has had its turn there. At the visit's end it goes to the end of the ring, so no flow gets more
 * than a visit per rotation. The token of a ripe bucket belongs to the queue whose turn it is.
 *
 * <p>Whether a bucket is ripe is decided by its record: that is refilled when the time of its next
 * token has come, so the work of that is bounded and the same on every replica.
 */
final class Buckets {

  private final QueueGroup group;

  /** Looked up by key, never iterated. */
  private final Map<String, Bucket> byKey = new HashMap<>();

  private final TreeMap<String, Bucket> ordered = new TreeMap<>();
  private final TreeSet<Bucket> timetable = new TreeSet<>(Bucket.BY_NEXT_TOKEN);

  /** Those at which someone waits for a token that they do not have. */
  private final TreeMap<String, Bucket> lacking = new TreeMap<>();

  private final List<Bucket> dirty = new ArrayList<>();

  /** Those of which a token was asked in the entry that is being applied. */
  private final List<Bucket> asked = new ArrayList<>();

  /** What the message needs that was asked about last. */
  private final List<Bucket> needed = new ArrayList<>();

  Buckets(QueueGroup group) {
    this.group = group;
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** Makes a bucket, full, or changes the limits of one. */
  void set(String key, long rateMicros, long burstMicros) {
    long now = group.logTimeMicros;
    Bucket bucket = byKey.get(key);
    if (bucket == null) {
      bucket = new Bucket(key, rateMicros, burstMicros, now);
      add(bucket);
    } else if (bucket.removed) {
      bucket.renew(rateMicros, burstMicros, now);
    } else {
      bucket.change(rateMicros, burstMicros, now);
    }
    touch(bucket);
    settle(bucket);
  }

  /** Takes a bucket away, where there is one. Flows that wait at it go on as if it were full. */
  void remove(String key) {
    Bucket bucket = byKey.get(key);
    if (bucket != null && !bucket.removed) {
      bucket.removed = true;
      touch(bucket);
      settle(bucket);
    }
  }

  /** Takes out the stalls of a queue that is gone. */
  void forget(HostedQueue queue) {
    for (Stall stall = queue.stalls.peekFirst(); stall != null; stall = queue.stalls.peekFirst()) {
      queue.stalls.remove(stall);
      stall.bucket.stalls.remove(queue.id);
      settle(stall.bucket);
    }
  }

  /**
   * The first bucket that keeps the head of a flow from being delivered now, null for none. Its
   * queue must be able to deliver; where the flow waits it must be the first of the stall whose
   * turn it is.
   */
  @Nullable Bucket blocking(Flow flow, List<String> throttleKeys) {
    needed.clear();
    for (String key : throttleKeys) {
      Bucket bucket = byKey.get(key);
      if (bucket != null && !bucket.removed && !needed.contains(bucket)) {
        needed.add(bucket);
      }
    }
    for (Bucket bucket : needed) {
      if (!mayTake(flow, bucket)) {
        return bucket;
      }
    }
    return null;
  }

  /** Takes a token from each bucket that the message needs which {@link #blocking} let pass. */
  void take(Flow flow) {
    for (Bucket bucket : needed) {
      bucket.take(flow.queue.id);
      noteAsked(bucket);
      bucket.given++;
      bucket.givenEver++;
      touch(bucket);
      settle(bucket);
    }
  }

  /** Lets a flow in the middle of its visit wait at a bucket, behind those of its queue. */
  void wait(Flow flow, Bucket bucket) {
    HostedQueue queue = flow.queue;
    noteAsked(bucket);
    bucket.refusals++;
    if (flow.stall == null) {
      queue.ring.remove(flow);
    } else {
      leave(flow);
    }
    flow.setTicket(group.entry.nextTicket());
    join(flow, bucket);
    Stall stall = flow.stall;
    bucket.refill(group.logTimeMicros);
    settle(bucket);
    if (stall != null && stall.first() == flow) {
      list(stall);
    }
    group.touch(flow);
    group.refreshRunnable(queue);
  }

  /** Takes a flow that waits out of its stall, and nothing else. */
  void leave(Flow flow) {
    Stall stall = flow.stall;
    if (stall == null) {
      throw new IllegalStateException("Expected a flow that waits at a bucket");
    }
    boolean wasFirst = stall.first() == flow;
    stall.flows.remove(flow);
    flow.stall = null;
    flow.setTicket(Ticket.NONE);
    if (wasFirst) {
      list(stall);
    }
    if (stall.flows.isEmpty()) {
      stall.queue.stalls.remove(stall);
      stall.bucket.stalls.remove(stall.queue.id);
      settle(stall.bucket);
    }
  }

  /** Sees which buckets have got a token for those who wait. Gives whether more have than that. */
  boolean ripen(int max) {
    for (int left = max; nextMicros() <= group.logTimeMicros; left--) {
      if (left == 0) {
        return true;
      }
      Bucket bucket = timetable.first();
      bucket.refill(group.logTimeMicros);
      settle(bucket);
    }
    return false;
  }

  /** When the next bucket gets a token for those who wait; {@link Long#MAX_VALUE} for never. */
  long nextMicros() {
    return timetable.isEmpty() ? Long.MAX_VALUE : timetable.first().registeredMicros;
  }

  void restore(BucketRecord record) {
    add(new Bucket(record, group.changes.hashOf(record)));
  }

  /** To be called for each flow that waits, in the order of their tickets. */
  void restoreWaiting(Flow flow, String key) {
    Bucket bucket = byKey.get(key);
    if (bucket == null) {
      throw new IllegalStateException(
          "Expected the bucket at which a flow of queue " + flow.queue.id + " waits");
    }
    join(flow, bucket);
  }

  /** To be called when all that waits is restored. */
  void restored() {
    ordered.values().forEach(this::judge);
    dirty.forEach(bucket -> bucket.dirty = false);
    dirty.clear();
  }

  /** Tells how often which bucket was asked for a token in this entry. */
  void tell() {
    for (Bucket bucket : asked) {
      group.entry.effect(new TokensAsked(bucket.key, bucket.given, bucket.refusals));
      bucket.given = 0;
      bucket.refusals = 0;
    }
    asked.clear();
  }

  /** Writes what the entry has touched. */
  void flush() {
    for (Bucket bucket : dirty) {
      bucket.dirty = false;
      if (bucket.isGone()) {
        byKey.remove(bucket.key, bucket);
        ordered.remove(bucket.key, bucket);
        RecordKey key = new RecordKey.OfBucket(bucket.key);
        group.changes.removeReplaced(group.rest, bucket.written, key);
      } else {
        bucket.refill(group.logTimeMicros);
        bucket.written = group.changes.replace(group.rest, bucket.written, bucket.toRecord());
      }
    }
    dirty.clear();
  }

  /** Figures of the first {@code max} buckets in the order of their keys, as of log time. */
  List<BucketFigures> figures(int max) {
    List<BucketFigures> result = new ArrayList<>();
    for (Bucket bucket : ordered.values()) {
      if (result.size() == max) {
        break;
      }
      if (!bucket.removed) {
        result.add(bucket.figures(group.logTimeMicros));
      }
    }
    return result;
  }

  /** The demand at these buckets, as far as they are there. */
  List<BucketDemand> demandAt(List<String> keys) {
    return keys.stream()
        .map(byKey::get)
        .filter(bucket -> bucket != null && !bucket.removed)
        .map(bucket -> new BucketDemand(bucket.key, bucket.lacking, bucket.givenEver))
        .toList();
  }

  /** Keys, behind one, of buckets that lack tokens: the first of them in order. */
  List<String> lackingAfter(String key, int max) {
    return lacking.tailMap(key, false).keySet().stream().limit(max).toList();
  }

  private void add(Bucket bucket) {
    byKey.put(bucket.key, bucket);
    ordered.put(bucket.key, bucket);
  }

  private boolean mayTake(Flow flow, Bucket bucket) {
    bucket.refill(group.logTimeMicros);
    if (!bucket.hasToken()) {
      return false;
    }
    Stall next = bucket.next();
    if (next == null || next == flow.stall) {
      return true;
    }
    // One that waits at another bucket may go before those that came here later.
    return next.queue == flow.queue
        && flow.stall != null
        && flow.ticket().compareTo(next.first().ticket()) < 0;
  }

  private void join(Flow flow, Bucket bucket) {
    HostedQueue queue = flow.queue;
    Stall stall = bucket.stalls.get(queue.id);
    if (stall == null) {
      stall = new Stall(queue, bucket);
      bucket.stalls.put(queue.id, stall);
      queue.stalls.addLast(stall);
    }
    stall.flows.addLast(flow);
    flow.stall = stall;
  }

  /** To be called after anything that changes what a bucket holds or who waits at it. */
  private void settle(Bucket bucket) {
    bucket.refill(group.logTimeMicros);
    judge(bucket);
  }

  private void judge(Bucket bucket) {
    boolean isAwaited = !bucket.stalls.isEmpty();
    boolean ripe = isAwaited && bucket.hasToken();
    if ((isAwaited && !ripe) != bucket.lacking) {
      bucket.lacking = !bucket.lacking;
      if (bucket.lacking) {
        lacking.put(bucket.key, bucket);
      } else {
        lacking.remove(bucket.key, bucket);
      }
    }
    if (ripe != bucket.ripe) {
      bucket.ripe = ripe;
      bucket.stalls.values().forEach(this::list);
    }
    // Its record is what says that it is ripe, or that it is to be kept.
    if (ripe || (bucket.removed && !isAwaited)) {
      touch(bucket);
    }
    register(bucket, isAwaited && !ripe ? bucket.nextTokenMicros() : Long.MAX_VALUE);
  }

  /** Lists a stall in its queue, where its bucket is ripe, by the flow that is its first now. */
  private void list(Stall stall) {
    HostedQueue queue = stall.queue;
    if (stall.listed != null) {
      queue.ripe.remove(stall);
      stall.listed = null;
    }
    if (stall.bucket.ripe && !stall.flows.isEmpty()) {
      stall.listed = stall.first().ticket();
      queue.ripe.add(stall);
    }
    group.refreshRunnable(queue);
  }

  private void register(Bucket bucket, long micros) {
    if (micros == bucket.registeredMicros) {
      return;
    }
    if (bucket.registeredMicros != Long.MAX_VALUE) {
      timetable.remove(bucket);
    }
    bucket.registeredMicros = micros;
    if (micros != Long.MAX_VALUE) {
      timetable.add(bucket);
    }
  }

  private void noteAsked(Bucket bucket) {
    if (bucket.given == 0 && bucket.refusals == 0) {
      asked.add(bucket);
    }
  }

  private void touch(Bucket bucket) {
    if (!bucket.dirty) {
      bucket.dirty = true;
      dirty.add(bucket);
    }
  }
}
