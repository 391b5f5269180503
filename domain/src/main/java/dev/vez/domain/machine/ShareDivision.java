package dev.vez.domain.machine;

import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.BucketRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How much each data group gets of a token bucket. All shares together never exceed the bucket. A
 * burst is shared in whole tokens, what is beside them goes to one of the groups; a group without
 * burst has no rate either, since it could not use it.
 */
public final class ShareDivision {

  private static final int MICROS = BucketRecord.MICROS;

  /** Parts of an equal share that a group keeps which uses nothing, so that it can begin. */
  private static final int RESERVE = 16;

  /** Parts of the rate: a division that gives less than that is not worth its changes. */
  private static final int GAIN = 16;

  /** Weights of rates, for products that stay within a long. */
  private static final long WEIGHTS = 1_000_000;

  private ShareDivision() {}

  /** Equal shares. Where the burst has fewer tokens than there are groups, the key says who has. */
  public static List<BucketLimits> equal(String throttleKey, BucketLimits total, int groups) {
    int first = Math.floorMod(throttleKey.hashCode(), groups);
    List<Integer> chosen = chosen(total, cyclic(groups, first));
    long[] rates = new long[groups];
    chosen.forEach(group -> rates[group] = total.rateMicros() / chosen.size());
    return shares(total, chosen, rates);
  }

  /**
   * Shares by demand: groups that lack nothing keep what they use, and some more; the rest is for
   * those that lack tokens, as fairly as may be (max-min fairness: Bertsekas and Gallager, Data
   * Networks, 1992, section 6.5). Where the burst has fewer tokens than there are groups that lack
   * some, they take turns, from one call to the next.
   *
   * @param current what the groups have
   * @param demands what they want, in the same order
   * @return none where what they have is as good, or nearly
   */
  public static Optional<List<BucketLimits>> byDemand(
      BucketLimits total, List<BucketLimits> current, List<ShareDemand> demands) {
    if (total.rateMicros() == 0 || demands.stream().noneMatch(ShareDemand::lacking)) {
      return Optional.empty();
    }
    List<Integer> chosen = chosen(total, inOrder(current, demands));
    long[] rates = rates(total, chosen, demands);
    List<BucketLimits> shares = shares(total, chosen, rates);
    return isWorthIt(total, current, shares, demands) ? Optional.of(shares) : Optional.empty();
  }

  private static long[] rates(BucketLimits total, List<Integer> chosen, List<ShareDemand> demands) {
    long reserve = total.rateMicros() / demands.size() / RESERVE;
    long[] rates = new long[demands.size()];
    long left = total.rateMicros();
    int groupsLeft = chosen.size();
    for (int group :
        chosen.stream()
            .sorted(Comparator.comparingLong(each -> needMicros(demands.get(each), reserve)))
            .toList()) {
      rates[group] = Math.min(needMicros(demands.get(group), reserve), left / groupsLeft);
      left -= rates[group];
      groupsLeft--;
    }
    return rates;
  }

  private static long needMicros(ShareDemand demand, long reserve) {
    return demand.lacking()
        ? Long.MAX_VALUE
        : demand.usedMicros() + demand.usedMicros() / 4 + reserve;
  }

  /** Those that lack tokens first, beginning behind the one that has had its turn. */
  private static List<Integer> inOrder(List<BucketLimits> current, List<ShareDemand> demands) {
    int groups = demands.size();
    int holder =
        IntStream.range(0, groups)
            .filter(each -> demands.get(each).lacking() && current.get(each).burstMicros() > 0)
            .findFirst()
            .orElse(groups - 1);
    List<Integer> order = new ArrayList<>(cyclic(groups, (holder + 1) % groups));
    order.sort(Comparator.comparingInt(each -> rank(demands.get(each))));
    return order;
  }

  private static int rank(ShareDemand demand) {
    if (demand.lacking()) {
      return 0;
    }
    return demand.usedMicros() > 0 ? 1 : 2;
  }

  private static List<Integer> chosen(BucketLimits total, List<Integer> order) {
    long tokens = total.burstMicros() / MICROS;
    return order.subList(0, (int) Math.min(tokens, order.size()));
  }

  private static List<BucketLimits> shares(BucketLimits total, List<Integer> chosen, long[] rates) {
    long[] bursts = new long[rates.length];
    if (!chosen.isEmpty()) {
      long spare = total.burstMicros() / MICROS - chosen.size();
      long unit = total.rateMicros() / WEIGHTS + 1;
      long weights = Math.max(1, chosen.stream().mapToLong(each -> rates[each] / unit).sum());
      long left = spare;
      for (int group : chosen) {
        long tokens = spare * (rates[group] / unit) / weights;
        bursts[group] = (1 + tokens) * MICROS;
        left -= tokens;
      }
      for (int i = 0; i < chosen.size(); i++) {
        long more = left / chosen.size() + (i < left % chosen.size() ? 1 : 0);
        bursts[chosen.get(i)] += more * MICROS;
      }
      bursts[chosen.getFirst()] += total.burstMicros() % MICROS;
    }
    return IntStream.range(0, rates.length)
        .mapToObj(each -> new BucketLimits(rates[each], bursts[each]))
        .toList();
  }

  private static boolean isWorthIt(
      BucketLimits total,
      List<BucketLimits> current,
      List<BucketLimits> shares,
      List<ShareDemand> demands) {
    long gain = 0;
    for (int group = 0; group < shares.size(); group++) {
      BucketLimits now = current.get(group);
      BucketLimits then = shares.get(group);
      if (demands.get(group).lacking() && now.burstMicros() == 0 && then.burstMicros() > 0) {
        return true;
      }
      gain += Math.max(0, then.rateMicros() - now.rateMicros());
    }
    return gain > 0 && gain >= total.rateMicros() / GAIN;
  }

  private static List<Integer> cyclic(int groups, int first) {
    return IntStream.range(0, groups).mapToObj(each -> (first + each) % groups).toList();
  }
}
