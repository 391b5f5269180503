package dev.vez.client;

import org.jspecify.annotations.Nullable;

/**
 * Which dead letters move back, and how fast.
 *
 * @param count at most so many; 0 for all that are pending when it begins
 * @param fairnessKey those of this key only; null for all
 * @param ratePerSecond at most so many a second, 0 to 1,000,000; 0 for no such limit
 * @param dryRun whether to tell only how many would move now
 */
public record RedriveOptions(
    long count, @Nullable String fairnessKey, int ratePerSecond, boolean dryRun) {

  /** All of them, as fast as other work leaves room. */
  public static final RedriveOptions ALL = ofCount(0);

  /** At most so many, as fast as other work leaves room; 0 for all. */
  public static RedriveOptions ofCount(long count) {
    return new RedriveOptions(count, null, 0, false);
  }
}
