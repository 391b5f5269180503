package dev.vez.domain.record;

/**
 * A setting of all data groups that can be changed while they work.
 *
 * <p>What a new value means for what was accepted before is said at each.
 */
public enum GroupSetting {

  /**
   * For how many milliseconds of log time a repeat of an idempotency key is told the first message.
   * A key keeps the window with which it was accepted.
   */
  IDEMPOTENCY_WINDOW_MILLIS(1, 1_000, 86_400_000, 600_000),

  /**
   * Idempotency keys of one group. A lower value forgets none: no new ones are accepted until
   * enough have ended.
   */
  IDEMPOTENCY_KEYS_MAX(2, 0, 10_000_000, 1_000_000);

  private final int number;
  private final long min;
  private final long max;
  private final long defaultValue;

  GroupSetting(int number, long min, long max, long defaultValue) {
    this.number = number;
    this.min = min;
    this.max = max;
    this.defaultValue = defaultValue;
  }

  /** Its number in logs and stores, which never changes. */
  public int number() {
    return number;
  }

  /** The least value. */
  public long min() {
    return min;
  }

  /** The greatest value. */
  public long max() {
    return max;
  }

  /** The value of a group for which none was set. */
  public long defaultValue() {
    return defaultValue;
  }

  /**
   * The value itself.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public long checked(long value) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "Expected " + this + " from " + min + " to " + max + ", but got " + value);
    }
    return value;
  }

  /**
   * The setting of a number.
   *
   * @throws IllegalArgumentException if this version knows none
   */
  public static GroupSetting of(int number) {
    for (GroupSetting setting : values()) {
      if (setting.number == number) {
        return setting;
      }
    }
    throw new IllegalArgumentException(
        "Expected a group setting that this version knows, but got number " + number);
  }
}
