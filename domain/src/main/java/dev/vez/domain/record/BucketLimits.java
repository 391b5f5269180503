package dev.vez.domain.record;

/**
 * What a token bucket, or a group's part of it, gives.
 *
 * @param rateMicros micro-tokens per second, 0 to {@link BucketRecord#RATE_MICROS_MAX}
 * @param burstMicros micro-tokens at once, 0 to {@link BucketRecord#BURST_MICROS_MAX}
 */
public record BucketLimits(long rateMicros, long burstMicros) {

  /** Nothing. */
  public static final BucketLimits NONE = new BucketLimits(0, 0);

  public BucketLimits {
    if (rateMicros < 0 || rateMicros > BucketRecord.RATE_MICROS_MAX) {
      throw new IllegalArgumentException(
          "Expected rateMicros from 0 to "
              + BucketRecord.RATE_MICROS_MAX
              + ", but got "
              + rateMicros);
    }
    if (burstMicros < 0 || burstMicros > BucketRecord.BURST_MICROS_MAX) {
      throw new IllegalArgumentException(
          "Expected burstMicros from 0 to "
              + BucketRecord.BURST_MICROS_MAX
              + ", but got "
              + burstMicros);
    }
  }

  /** The greater of each. */
  public BucketLimits max(BucketLimits other) {
    return new BucketLimits(
        Math.max(rateMicros, other.rateMicros), Math.max(burstMicros, other.burstMicros));
  }
}
