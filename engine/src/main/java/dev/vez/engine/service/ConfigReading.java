package dev.vez.engine.service;

import dev.vez.domain.command.ConfigMeaning;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.GroupSetting;
import dev.vez.domain.record.QueueRecord;
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

  /** What a queue's limit on attempts begins with, before the queue's name. */
  String QUEUE_PREFIX = "queue.";

  /** What it ends in, after the queue's name. */
  String MAX_ATTEMPTS_SUFFIX = ".max_attempts";

  /** What the settings of idempotency keys begin with. */
  String IDEMPOTENCY_PREFIX = "idempotency.";

  /** For how many milliseconds a key is known. */
  String IDEMPOTENCY_WINDOW = "idempotency.window_ms";

  /** How many keys a data group may have. */
  String IDEMPOTENCY_KEYS_MAX = "idempotency.max_keys";

  /** A value of a group setting, which has its own range. */
  Pattern SETTING = Pattern.compile("[0-9]{1,12}");

  /** A limit on attempts. */
  Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,6}");

  /** Greatest rate and burst, in tokens. */
  BigDecimal TOKENS_MAX = BigDecimal.valueOf(BucketRecord.RATE_MICROS_MAX / BucketRecord.MICROS);

  /**
   * A number as people write it. The exponent is short, so that no number takes long to work with.
   */
  Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,2})?");

  /** Reads an entry whose sizes have been checked. */
  static ConfigReading of(String key, String value) {
    if (key.startsWith(THROTTLE_PREFIX)) {
      return throttle(key.substring(THROTTLE_PREFIX.length()), value);
    }
    if (key.startsWith(IDEMPOTENCY_PREFIX)) {
      return idempotency(key, value);
    }
    int nameEnd = key.length() - MAX_ATTEMPTS_SUFFIX.length();
    return key.startsWith(QUEUE_PREFIX)
            && key.endsWith(MAX_ATTEMPTS_SUFFIX)
            && nameEnd >= QUEUE_PREFIX.length()
        ? maxAttempts(key.substring(QUEUE_PREFIX.length(), nameEnd), value)
        : new Meaningful(new ConfigMeaning.Text());
  }

  private static ConfigReading idempotency(String key, String value) {
    return switch (key) {
      case IDEMPOTENCY_WINDOW -> ofGroups(GroupSetting.IDEMPOTENCY_WINDOW_MILLIS, value);
      case IDEMPOTENCY_KEYS_MAX -> ofGroups(GroupSetting.IDEMPOTENCY_KEYS_MAX, value);
      default ->
          new Senseless(
              new InvalidArgument(
                  "key",
                  "Expected "
                      + IDEMPOTENCY_WINDOW
                      + " or "
                      + IDEMPOTENCY_KEYS_MAX
                      + " of those that begin with \""
                      + IDEMPOTENCY_PREFIX
                      + "\""));
    };
  }

  private static ConfigReading ofGroups(GroupSetting setting, String value) {
    if (value.isEmpty()) {
      return new Meaningful(new ConfigMeaning.OfGroups(setting, setting.defaultValue()));
    }
    String trimmed = value.strip();
    long number = SETTING.matcher(trimmed).matches() ? Long.parseLong(trimmed) : -1;
    return number >= setting.min() && number <= setting.max()
        ? new Meaningful(new ConfigMeaning.OfGroups(setting, number))
        : new Senseless(
            new InvalidArgument(
                "value",
                "Expected a whole number from %d to %d, or nothing for the default of %d"
                    .formatted(setting.min(), setting.max(), setting.defaultValue())));
  }

  private static ConfigReading maxAttempts(String queue, String value) {
    InvalidArgument problem = RequestChecks.queueName("key", queue);
    if (problem != null) {
      return new Senseless(problem);
    }
    if (value.isEmpty()) {
      return new Meaningful(
          new ConfigMeaning.MaxAttempts(queue, QueueRecord.MAX_ATTEMPTS_OF_GROUP));
    }
    return WHOLE_NUMBER.matcher(value.strip()).matches()
        ? new Meaningful(new ConfigMeaning.MaxAttempts(queue, Integer.parseInt(value.strip())))
        : new Senseless(
            new InvalidArgument(
                "value",
                "Expected a whole number from 0 (no limit) to 999999, or nothing to remove it"));
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
