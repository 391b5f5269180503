package dev.vez.domain.machine;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.outcome.EnqueueJudgement;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.IdempotencyKeyRecord;
import dev.vez.domain.record.KeyCountRecord;
import dev.vez.domain.record.KeyExpiryRecord;
import dev.vez.domain.record.RecordKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys of a group. They lie in the store alone; the heap knows how many there are,
 * when the window of the first of each queue ends, and what the entry being applied has done to
 * them, which the store does not show yet.
 */
final class IdempotencyKeys {

  /** The group is woken for what has ended no more often than this. */
  private static final long WAKE_MICROS = 1_000_000;

  /** A key that the entry has used, or forgotten where there is no record. */
  private record Touched(@Nullable IdempotencyKeyRecord record) {}

  private record KeyOf(QueueId queue, String key) {}

  private final QueueGroup group;

  /** Queues that have keys, by when the first of each ends. */
  private final TreeSet<HostedQueue> timetable =
      new TreeSet<>(
          Comparator.<HostedQueue>comparingLong(queue -> queue.nextKeyExpiryMicros)
              .thenComparing(queue -> queue.id));

  /** Looked up by key, never iterated. */
  private final Map<KeyOf, Touched> touched = new HashMap<>();

  private final List<HostedQueue> dirty = new ArrayList<>();
  private long keys;

  IdempotencyKeys(QueueGroup group) {
    this.group = group;
  }

  /** Judges a message with a key; one that is accepted has used it. */
  EnqueueJudgement judge(HostedQueue queue, NewMessage message) {
    KeyOf key = new KeyOf(queue.id, message.idempotencyKey());
    IdempotencyKeyRecord earlier = find(key);
    if (earlier != null && earlier.expiresMicros() > group.logTimeMicros) {
      return new EnqueueJudgement.Repeated(earlier.message());
    }
    GroupSettings settings = group.settings();
    // One that has ended and is used again takes its own room.
    if ((earlier == null ? keys : keys - 1) >= settings.idempotencyKeysMax()) {
      return new EnqueueJudgement.TooManyKeys(
          settings.idempotencyKeysMax(), millisToNextExpiry(settings));
    }
    IdempotencyKeyRecord used =
        new IdempotencyKeyRecord(
            queue.id,
            key.key(),
            message.id(),
            group.logTimeMicros + settings.idempotencyWindowMillis() * 1_000);
    if (earlier == null) {
      group.changes.put(queue.sum, used);
      keys++;
      queue.keys++;
    } else {
      group.changes.replace(queue.sum, group.changes.hashOf(earlier), used);
      KeyExpiryRecord ended = KeyExpiryRecord.of(earlier);
      group.changes.replace(queue.sum, group.changes.hashOf(ended), ended.superseded());
    }
    group.changes.put(queue.sum, KeyExpiryRecord.of(used));
    touched.put(key, new Touched(used));
    touch(queue);
    if (used.expiresMicros() < queue.nextKeyExpiryMicros) {
      setNextExpiry(queue, used.expiresMicros());
    }
    return EnqueueJudgement.Accepted.INSTANCE;
  }

  /**
   * Forgets keys whose window has ended, up to the entry's limit. To be called before the commands
   * of the entry, so that the store shows every key that there is.
   *
   * @return whether the limit stopped it
   */
  boolean expire() {
    int left = group.settings().expiriesPerEntryMax();
    while (nextExpiryMicros() <= group.logTimeMicros) {
      if (left == 0) {
        return true;
      }
      left -= expire(timetable.first(), left);
    }
    return false;
  }

  private int expire(HostedQueue queue, int max) {
    List<KeyExpiryRecord> page =
        group.reader.readKeyExpiries(queue.id, queue.nextKeyExpiryMicros, max + 1);
    if (page.isEmpty() || page.getFirst().expiresMicros() != queue.nextKeyExpiryMicros) {
      throw new IllegalStateException(
          "Expected a key of queue " + queue.id + " that ends at " + queue.nextKeyExpiryMicros);
    }
    int expired = 0;
    while (expired < Math.min(max, page.size())
        && page.get(expired).expiresMicros() <= group.logTimeMicros) {
      forget(queue, page.get(expired));
      expired++;
    }
    touch(queue);
    // A queue is read once an entry: where rows are left, either none has ended or none may go.
    setNextExpiry(
        queue, expired < page.size() ? page.get(expired).expiresMicros() : Long.MAX_VALUE);
    return expired;
  }

  private void forget(HostedQueue queue, KeyExpiryRecord ended) {
    group.changes.remove(queue.sum, ended);
    if (!ended.isSuperseded()) {
      group.changes.remove(queue.sum, ended.used());
      touched.put(new KeyOf(queue.id, ended.idempotencyKey()), new Touched(null));
      keys--;
      queue.keys--;
    }
  }

  /** When to look for what has ended; {@link Long#MAX_VALUE} for never. */
  long nextMicros() {
    long next = nextExpiryMicros();
    return next == Long.MAX_VALUE ? next : Math.ceilDiv(next, WAKE_MICROS) * WAKE_MICROS;
  }

  /** Keys of the whole group whose windows have not ended or that are yet to be forgotten. */
  long count() {
    return keys;
  }

  void restore(HostedQueue queue, KeyCountRecord record) {
    keys += record.keys();
    queue.keys = record.keys();
    queue.keyCountWritten = group.changes.hashOf(record);
    setNextExpiry(queue, record.nextExpiryMicros());
  }

  /** Takes out a queue that is gone, with its keys. */
  void forget(HostedQueue queue) {
    keys -= queue.keys;
    setNextExpiry(queue, Long.MAX_VALUE);
    dirty.remove(queue);
  }

  /** Writes what the entry has changed. */
  void flush() {
    for (HostedQueue queue : dirty) {
      queue.keysDirty = false;
      if (queue.keys == 0) {
        group.changes.removeReplaced(
            queue.sum, queue.keyCountWritten, new RecordKey.OfKeyCount(queue.id));
        queue.keyCountWritten = Digest.ZERO;
      } else {
        queue.keyCountWritten =
            group.changes.replace(
                queue.sum,
                queue.keyCountWritten,
                new KeyCountRecord(queue.id, queue.keys, queue.nextKeyExpiryMicros));
      }
    }
    dirty.clear();
    touched.clear();
  }

  private @Nullable IdempotencyKeyRecord find(KeyOf key) {
    Touched known = touched.get(key);
    return known == null
        ? group.reader.readIdempotencyKey(key.queue(), key.key()).orElse(null)
        : known.record();
  }

  private long millisToNextExpiry(GroupSettings settings) {
    long next = nextExpiryMicros();
    long micros =
        next == Long.MAX_VALUE
            ? settings.idempotencyWindowMillis() * 1_000
            : next - group.logTimeMicros;
    return Math.max(1, Math.ceilDiv(micros, 1_000));
  }

  private long nextExpiryMicros() {
    return timetable.isEmpty() ? Long.MAX_VALUE : timetable.first().nextKeyExpiryMicros;
  }

  private void setNextExpiry(HostedQueue queue, long micros) {
    if (queue.nextKeyExpiryMicros != Long.MAX_VALUE) {
      timetable.remove(queue);
    }
    queue.nextKeyExpiryMicros = micros;
    if (micros != Long.MAX_VALUE) {
      timetable.add(queue);
    }
  }

  private void touch(HostedQueue queue) {
    if (!queue.keysDirty) {
      queue.keysDirty = true;
      dirty.add(queue);
    }
  }
}
