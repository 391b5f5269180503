package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.record.BucketRecord;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BucketTest {

  private static final long SECOND = 1_000_000;
  private static final long TOKEN = BucketRecord.MICROS;

  @Test
  void shouldBeFullAtFirst() {
    assertThat(new Bucket("k", TOKEN, 5 * TOKEN, 7).tokensMicros()).isEqualTo(5 * TOKEN);
  }

  @Test
  void shouldKeepItsTokensWhenItsLimitsChange() {
    Bucket bucket = new Bucket("k", 0, 3 * TOKEN, 0);

    bucket.change(2 * TOKEN, 10 * TOKEN, SECOND);
    assertThat(bucket.tokensMicros()).isEqualTo(3 * TOKEN);

    bucket.change(0, 4 * TOKEN, 2 * SECOND);
    assertThat(bucket.tokensMicros()).as("gained 2, cut to 4").isEqualTo(4 * TOKEN);

    bucket.change(0, 0, 3 * SECOND);
    assertThat(bucket.tokensMicros()).isZero();
  }

  /** Exactly floor(rate * time), whatever the numbers, up to the burst. */
  @Property
  void shouldGainWhatTheRateSays(
      @ForAll @LongRange(max = BucketRecord.RATE_MICROS_MAX) long rate,
      @ForAll @LongRange(max = BucketRecord.BURST_MICROS_MAX) long burst,
      @ForAll @LongRange(min = 0) long elapsed) {
    Bucket bucket = empty(rate, burst);

    bucket.refill(elapsed);

    BigInteger gained =
        BigInteger.valueOf(rate)
            .multiply(BigInteger.valueOf(elapsed))
            .divide(BigInteger.valueOf(SECOND));
    assertThat(BigInteger.valueOf(bucket.tokensMicros()))
        .isEqualTo(gained.min(BigInteger.valueOf(burst)));
  }

  @Property
  void shouldGainTheSameHoweverOftenItIsRefilled(
      @ForAll @LongRange(max = 3_000_000_000L) long rate,
      @ForAll @LongRange(max = 5_000_000L) long burst,
      @ForAll @LongRange(max = 2_000_000) long first,
      @ForAll @LongRange(max = 2_000_000) long second,
      @ForAll @LongRange(max = 2_000_000) long third) {
    Bucket once = empty(rate, burst);
    Bucket often = empty(rate, burst);

    once.refill(first + second + third);
    often.refill(first);
    often.refill(first + second);
    often.refill(first + second + third);

    assertThat(often.toRecord()).isEqualTo(once.toRecord());
  }

  private static Bucket empty(long rate, long burst) {
    Bucket bucket = new Bucket("k", rate, 0, 0);
    bucket.change(rate, burst, 0);
    return bucket;
  }
}
