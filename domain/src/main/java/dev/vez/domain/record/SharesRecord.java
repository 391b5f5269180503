package dev.vez.domain.record;

import java.util.List;

/**
 * How a token bucket is shared out to several data groups.
 *
 * @param throttleKey the bucket's key, not empty
 * @param total what is configured
 * @param groups what each group has of it, in order of their numbers from 1
 */
public record SharesRecord(String throttleKey, BucketLimits total, List<GroupShare> groups)
    implements StateRecord {

  public SharesRecord {
    if (throttleKey.isEmpty()) {
      throw new IllegalArgumentException("Expected a throttle key, but got an empty one");
    }
    groups = List.copyOf(groups);
  }

  /** Whether every group has what it is to have. */
  public boolean isSettled() {
    return groups.stream().allMatch(GroupShare::isSettled);
  }

  @Override
  public RecordKey key() {
    return new RecordKey.OfShares(throttleKey);
  }
}
