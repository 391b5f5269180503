package dev.vez.engine.cluster;

import dev.vez.domain.machine.BucketDemand;
import dev.vez.domain.machine.ShareDemand;
import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.BucketRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A token bucket that lacks tokens somewhere, while its demand is followed. Not thread-safe. */
final class WatchedBucket {

  private static final long UNKNOWN = -1;

  /** A share must have had time to give tokens before it is moved on. */
  private static final long TOKENS_BETWEEN = 4;

  private final long[] given;
  private long seenNanos;
  private boolean isMoved;
  private long movedNanos;

  WatchedBucket(int groups) {
    given = new long[groups];
    Arrays.fill(given, UNKNOWN);
  }

  /**
   * Takes the figures of all groups, and gives what they want. A group whose earlier figure is not
   * known counts as one that uses all of its share.
   *
   * @param shares what each group has
   */
  List<ShareDemand> see(List<BucketDemand> figures, List<BucketLimits> shares, long nowNanos) {
    List<ShareDemand> demands = new ArrayList<>();
    double seconds = Math.max(1, nowNanos - seenNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    for (int i = 0; i < given.length; i++) {
      BucketDemand figure = figures.get(i);
      boolean isKnown = given[i] != UNKNOWN && figure.given() >= given[i];
      long used =
          isKnown
              ? (long)
                  Math.min(
                      BucketRecord.RATE_MICROS_MAX,
                      (figure.given() - given[i]) * (double) BucketRecord.MICROS / seconds)
              : shares.get(i).rateMicros();
      demands.add(new ShareDemand(figure.lacking(), used));
      given[i] = figure.given();
    }
    seenNanos = nowNanos;
    return demands;
  }

  /** Whether the last move, if there was one, is long enough ago. */
  boolean mayMove(BucketLimits total, long periodNanos, long nowNanos) {
    long tokensNanos =
        TOKENS_BETWEEN
            * BucketRecord.MICROS
            * TimeUnit.SECONDS.toNanos(1)
            / Math.max(1, total.rateMicros());
    return !isMoved || nowNanos - movedNanos >= Math.max(periodNanos, tokensNanos);
  }

  void moved(long nowNanos) {
    isMoved = true;
    movedNanos = nowNanos;
  }

  boolean isMoved() {
    return isMoved;
  }
}
