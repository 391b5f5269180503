package dev.vez.simulation.audit;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a token bucket may give.
 *
 * @param rateMicros micro-tokens that it gains each second, 0 or greater
 * @param burstMicros micro-tokens that it holds at most, 0 or greater
 */
public record RateLimit(long rateMicros, long burstMicros) {

  /** What a value of {@code throttle.<key>} says, which must be well formed. */
  static RateLimit of(String value) {
    List<Long> micros =
        List.of(value.split(",", -1)).stream()
            .map(number -> new BigDecimal(number).movePointRight(6).longValueExact())
            .toList();
    return new RateLimit(micros.get(0), micros.get(1));
  }

  /** The value of {@code throttle.<key>} that says this. */
  public String value() {
    return BigDecimal.valueOf(rateMicros, 6).toPlainString()
        + ","
        + BigDecimal.valueOf(burstMicros, 6).toPlainString();
  }

  /** The part of one of so many groups. */
  RateLimit share(int groups) {
    return new RateLimit(rateMicros / groups, burstMicros / groups);
  }
}
