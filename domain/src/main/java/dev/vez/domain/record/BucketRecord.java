package dev.vez.domain.record;

import dev.vez.domain.id.QueueId;

/**
 * The token bucket of one throttle key, shared by all queues of the group. A message takes one
 * token, which is 1,000,000 micro-tokens.
 *
 * @param throttleKey the key, not empty
 * @param rateMicros what it gains, in micro-tokens per second, 0 to {@link #RATE_MICROS_MAX}
 * @param burstMicros what it holds at most, in micro-tokens, 0 to {@link #BURST_MICROS_MAX}
 * @param tokensMicros what it held at {@code refilledAtMicros}, in micro-tokens, 0 to {@code
 *     burstMicros}
 * @param remainder what refilling left over, in millionths of a micro-token, 0 to 999,999: with it
 *     refilling is exact, however often it is done
 * @param refilledAtMicros log time as of which {@code tokensMicros} holds
 * @param turn the queue that took the last token; {@link QueueId#NONE} for none
 * @param removed whether it was removed and is kept only because flows still wait at it; it then
 *     gives tokens without limit
 */
public record BucketRecord(
    String throttleKey,
    long rateMicros,
    long burstMicros,
    long tokensMicros,
    int remainder,
    long refilledAtMicros,
    QueueId turn,
    boolean removed)
    implements StateRecord {

  /** Micro-tokens in a token. */
  public static final int MICROS = 1_000_000;

  /** The greatest rate: 1,000,000,000 tokens per second. */
  public static final long RATE_MICROS_MAX = 1_000_000_000L * MICROS;

  /** The greatest burst: 1,000,000,000 tokens. */
  public static final long BURST_MICROS_MAX = 1_000_000_000L * MICROS;

  public BucketRecord {
    if (throttleKey.isEmpty()) {
      throw new IllegalArgumentException("Expected a throttle key, but got an empty one");
    }
    require("rateMicros", rateMicros, RATE_MICROS_MAX);
    require("burstMicros", burstMicros, BURST_MICROS_MAX);
    require("tokensMicros", tokensMicros, burstMicros);
    require("remainder", remainder, MICROS - 1);
  }

  @Override
  public RecordKey key() {
    return new RecordKey.OfBucket(throttleKey);
  }

  private static void require(String name, long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          "Expected " + name + " from 0 to " + max + ", but got " + value);
    }
  }
}
