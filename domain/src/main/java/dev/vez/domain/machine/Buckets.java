package dev.vez.domain.machine;

import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The token buckets of a group. */
final class Buckets {

  private final QueueGroup group;
  private final TreeMap<String, Bucket> byKey = new TreeMap<>();
  private final List<Bucket> dirty = new ArrayList<>();

  Buckets(QueueGroup group) {
    this.group = group;
  }

  /** Makes a bucket, full, or changes the limits of one. */
  void set(String key, long rateMicros, long burstMicros) {
    long now = group.logTimeMicros;
    Bucket bucket = byKey.get(key);
    if (bucket == null) {
      bucket = new Bucket(key, rateMicros, burstMicros, now);
      byKey.put(key, bucket);
    } else if (bucket.removed) {
      bucket.removed = false;
      bucket.change(rateMicros, burstMicros, now);
    } else {
      bucket.change(rateMicros, burstMicros, now);
    }
    touch(bucket);
  }

  /** Takes a bucket away, where there is one. */
  void remove(String key) {
    Bucket bucket = byKey.remove(key);
    if (bucket != null) {
      bucket.removed = true;
      touch(bucket);
    }
  }

  void restore(BucketRecord record) {
    Bucket bucket = new Bucket(record, group.changes.hashOf(record));
    byKey.put(bucket.key, bucket);
  }

  /** Writes what the entry has touched. */
  void flush() {
    for (Bucket bucket : dirty) {
      bucket.dirty = false;
      if (bucket.removed) {
        group.changes.removeReplaced(
            group.rest, bucket.written, new RecordKey.OfBucket(bucket.key));
      } else {
        bucket.written = group.changes.replace(group.rest, bucket.written, bucket.toRecord());
      }
    }
    dirty.clear();
  }

  /** Figures of the first {@code max} buckets in the order of their keys, as of log time. */
  List<BucketFigures> figures(int max) {
    List<BucketFigures> result = new ArrayList<>();
    for (Bucket bucket : byKey.values()) {
      if (result.size() == max) {
        break;
      }
      result.add(bucket.figures(group.logTimeMicros));
    }
    return result;
  }

  private void touch(Bucket bucket) {
    if (!bucket.dirty) {
      bucket.dirty = true;
      dirty.add(bucket);
    }
  }
}
