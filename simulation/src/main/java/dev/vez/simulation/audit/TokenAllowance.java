package dev.vez.simulation.audit;

import org.jspecify.annotations.Nullable;

/**
 * What may be leased under one throttle key of one group: in any span of log time no more than its
 * rate gives, and its burst. Counted without loss in billionths of a thousandth of a token, which
 * is what a rate of a micro-token per second gives in a microsecond.
 */
final class TokenAllowance {

  private static final long UNITS_PER_MICRO = 1_000_000;
  private static final long UNITS_PER_TOKEN = 1_000_000 * UNITS_PER_MICRO;

  private @Nullable RateLimit limits;
  private long units;
  private long atMicros;

  /** The limits, none where there is no bucket. */
  @Nullable RateLimit limits() {
    return limits;
  }

  /** A new bucket is full; one with other limits keeps what it has, as far as it may. */
  void set(@Nullable RateLimit newLimits, long nowMicros) {
    refill(nowMicros);
    long burst = newLimits == null ? 0 : newLimits.burstMicros() * UNITS_PER_MICRO;
    units = limits == null ? burst : Math.min(units, burst);
    limits = newLimits;
  }

  /** Whether one more may be leased, which it then is. */
  boolean take(long nowMicros) {
    if (limits == null) {
      return true;
    }
    refill(nowMicros);
    units -= UNITS_PER_TOKEN;
    return units >= 0;
  }

  private void refill(long nowMicros) {
    long elapsed = nowMicros - atMicros;
    atMicros = nowMicros;
    if (limits == null || limits.rateMicros() == 0) {
      return;
    }
    long missing = limits.burstMicros() * UNITS_PER_MICRO - units;
    units += elapsed > missing / limits.rateMicros() ? missing : elapsed * limits.rateMicros();
  }
}
