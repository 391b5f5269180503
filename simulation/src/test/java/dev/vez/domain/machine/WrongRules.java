package dev.vez.domain.machine;

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
}
