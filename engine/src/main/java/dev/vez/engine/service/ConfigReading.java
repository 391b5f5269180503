package dev.vez.engine.service;

import dev.vez.domain.command.ConfigMeaning;
import dev.vez.domain.record.BucketRecord;
import dev.vez.ports.api.Rejection.InvalidArgument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** What a key and its value mean to the broker, or what is wrong with them. */
sealed interface ConfigReading {

  /** They mean this. */
  record Meaningful(ConfigMeaning meaning) implements ConfigReading {}

  /** They cannot be. */
  record Senseless(InvalidArgument problem) implements ConfigReading {}

  /** What the keys of token buckets begin with. */
  String THROTTLE_PREFIX = "throttle.";

  /** Greatest rate and burst, in tokens. */
  BigDecimal TOKENS_MAX = BigDecimal.valueOf(BucketRecord.RATE_MICROS_MAX / BucketRecord.MICROS);

  /**
   * A number as people write it. The exponent is short, so that no number takes long to work with.
   */
  Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,2})?");

  /** Reads an entry whose sizes have been checked. */
  static ConfigReading of(String key, String value) {
    return key.startsWith(THROTTLE_PREFIX)
        ? throttle(key.substring(THROTTLE_PREFIX.length()), value)
        : new Meaningful(new ConfigMeaning.Text());
  }

  private static ConfigReading throttle(String throttleKey, String value) {
    if (throttleKey.isEmpty()) {
      return new Senseless(
          new InvalidArgument("key", "Expected a throttle key after \"throttle.\", but got none"));
    }
    if (value.isEmpty()) {
      return new Meaningful(new ConfigMeaning.NoBucket(throttleKey));
    }
    String[] numbers = value.split(",", -1);
    if (numbers.length != 2) {
      return malformed("got " + (numbers.length - 1) + " commas");
    }
    long rate = micros(numbers[0]);
    long burst = micros(numbers[1]);
    if (rate < 0 || burst < 0) {
      return malformed("the " + (rate < 0 ? "rate" : "burst") + " is none");
    }
    return new Meaningful(new ConfigMeaning.Bucket(throttleKey, rate, burst));
  }

  /** Micro-tokens, rounded down; -1 where it is no number from 0 to the greatest. */
  private static long micros(String text) {
    String trimmed = text.strip();
    if (!NUMBER.matcher(trimmed).matches()) {
      return -1;
    }
    BigDecimal tokens = new BigDecimal(trimmed);
    return tokens.signum() < 0 || tokens.compareTo(TOKENS_MAX) > 0
        ? -1
        : tokens.movePointRight(6).setScale(0, RoundingMode.DOWN).longValueExact();
  }

  private static ConfigReading malformed(String butGot) {
    return new Senseless(
        new InvalidArgument(
            "value",
            "Expected <rate>,<burst> of a token bucket: two decimal numbers from 0 to "
                + TOKENS_MAX.toPlainString()
                + ", in tokens per second and in tokens; or nothing to remove it; but "
                + butGot));
  }
}
