package dev.vez.domain.record;

/**
 * Settings that {@code apply} uses. They are part of a group's state: written at its creation and
 * changed by a log entry, so that all replicas decide alike whatever their configuration files say.
 *
 * @param quantum what a visit adds to a flow's deficit per unit of weight, 1 to 1,000,000
 * @param inFlightPerQueueMax leases alive at once in one queue, 1 or greater
 * @param inFlightPerGroupMax leases alive at once in the group, 1 or greater
 * @param deliveriesPerEntryMax deliveries that one entry may cause, 1 or greater
 * @param expiriesPerEntryMax leases that one entry may expire, and idempotency keys that it may
 *     forget, 1 or greater
 * @param movesPerEntryMax messages that one entry may bring back from a delay, and messages and
 *     flows that the redrives of one entry may move and look at; as many flows may come to wait at
 *     buckets; 1 or greater
 * @param maxAttempts failed attempts after which a message is a dead letter, 0 for no such limit,
 *     where its queue has none of its own
 * @param idempotencyWindowMillis as {@link GroupSetting#IDEMPOTENCY_WINDOW_MILLIS}
 * @param idempotencyKeysMax as {@link GroupSetting#IDEMPOTENCY_KEYS_MAX}
 */
public record GroupSettings(
    int quantum,
    int inFlightPerQueueMax,
    int inFlightPerGroupMax,
    int deliveriesPerEntryMax,
    int expiriesPerEntryMax,
    int movesPerEntryMax,
    int maxAttempts,
    long idempotencyWindowMillis,
    long idempotencyKeysMax) {

  /** The values a group gets where the configuration says nothing else. */
  public static final GroupSettings DEFAULT =
      new GroupSettings(1, 100_000, 400_000, 1_024, 1_024, 512, 0);

  public GroupSettings {
    require("quantum", quantum, 1_000_000);
    require("inFlightPerQueueMax", inFlightPerQueueMax, Integer.MAX_VALUE);
    require("inFlightPerGroupMax", inFlightPerGroupMax, Integer.MAX_VALUE);
    require("deliveriesPerEntryMax", deliveriesPerEntryMax, Integer.MAX_VALUE);
    require("expiriesPerEntryMax", expiriesPerEntryMax, Integer.MAX_VALUE);
    require("movesPerEntryMax", movesPerEntryMax, Integer.MAX_VALUE);
    if (maxAttempts < 0) {
      throw new IllegalArgumentException(
          "Expected maxAttempts of 0 or more, but got " + maxAttempts);
    }
    GroupSetting.IDEMPOTENCY_WINDOW_MILLIS.checked(idempotencyWindowMillis);
    GroupSetting.IDEMPOTENCY_KEYS_MAX.checked(idempotencyKeysMax);
  }

  /** Settings with the default window and number of idempotency keys. */
  public GroupSettings(
      int quantum,
      int inFlightPerQueueMax,
      int inFlightPerGroupMax,
      int deliveriesPerEntryMax,
      int expiriesPerEntryMax,
      int movesPerEntryMax,
      int maxAttempts) {
    this(
        quantum,
        inFlightPerQueueMax,
        inFlightPerGroupMax,
        deliveriesPerEntryMax,
        expiriesPerEntryMax,
        movesPerEntryMax,
        maxAttempts,
        GroupSetting.IDEMPOTENCY_WINDOW_MILLIS.defaultValue(),
        GroupSetting.IDEMPOTENCY_KEYS_MAX.defaultValue());
  }

  /** The same with another value of one that can be changed. */
  public GroupSettings with(GroupSetting setting, long value) {
    return switch (setting) {
      case IDEMPOTENCY_WINDOW_MILLIS -> withIdempotency(value, idempotencyKeysMax);
      case IDEMPOTENCY_KEYS_MAX -> withIdempotency(idempotencyWindowMillis, value);
    };
  }

  private GroupSettings withIdempotency(long windowMillis, long keysMax) {
    return new GroupSettings(
        quantum,
        inFlightPerQueueMax,
        inFlightPerGroupMax,
        deliveriesPerEntryMax,
        expiriesPerEntryMax,
        movesPerEntryMax,
        maxAttempts,
        windowMillis,
        keysMax);
  }

  private static void require(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "Expected " + name + " from 1 to " + max + ", but got " + value);
    }
  }
}
