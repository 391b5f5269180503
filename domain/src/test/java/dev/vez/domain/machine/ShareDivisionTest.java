package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.BucketRecord;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ShareDivisionTest {

  private static final long TOKEN = BucketRecord.MICROS;
  private static final ShareDemand IDLE = new ShareDemand(false, 0);
  private static final ShareDemand LACKING = new ShareDemand(true, 0);

  @Test
  void shouldShareWholeTokensEqually() {
    assertThat(ShareDivision.equal("", limits(9, 7), 3))
        .containsExactly(limits(3, 3), limits(3, 2), limits(3, 2));
    assertThat(ShareDivision.equal("b", limits(9, 7), 3)) // 'b' is 98, so the third is the first.
        .containsExactly(limits(3, 2), limits(3, 2), limits(3, 3));
  }

  @Test
  void shouldGiveTheRateToThoseThatHaveATokenWhereTheBurstIsLessThanTheGroups() {
    assertThat(ShareDivision.equal("", limits(10, 1), 3))
        .containsExactly(limits(10, 1), BucketLimits.NONE, BucketLimits.NONE);
    assertThat(ShareDivision.equal("", new BucketLimits(10 * TOKEN, 2 * TOKEN + 1), 3))
        .containsExactly(new BucketLimits(5 * TOKEN, TOKEN + 1), limits(5, 1), BucketLimits.NONE);
  }

  @Test
  void shouldBlockEverywhereBelowAToken() {
    assertThat(ShareDivision.equal("a", new BucketLimits(TOKEN, TOKEN - 1), 2))
        .containsExactly(BucketLimits.NONE, BucketLimits.NONE);
  }

  @Test
  void shouldGiveWhatOthersDoNotUseToThoseThatLackIt() {
    BucketLimits total = limits(96, 96);
    List<BucketLimits> equal = ShareDivision.equal("", total, 3);

    assertThat(ShareDivision.byDemand(total, equal, List.of(LACKING, IDLE, IDLE)))
        .contains(List.of(limits(92, 91), limits(2, 3), limits(2, 2)));
    // What is used is kept, with a quarter more and the reserve.
    assertThat(
            ShareDivision.byDemand(
                total, equal, List.of(LACKING, new ShareDemand(false, 16 * TOKEN), IDLE)))
        .contains(List.of(limits(72, 71), limits(22, 23), limits(2, 2)));
    // Nobody keeps more than its part for being there first.
    assertThat(
            ShareDivision.byDemand(
                total,
                List.of(limits(4, 4), limits(90, 90), limits(2, 2)),
                List.of(LACKING, new ShareDemand(false, 88 * TOKEN), IDLE)))
        .contains(List.of(limits(47, 47), limits(47, 47), limits(2, 2)));
  }

  @Test
  void shouldLeaveSharesWhereNobodyLacksTokensOrLittleWouldBeGained() {
    BucketLimits total = limits(96, 96);
    List<BucketLimits> equal = ShareDivision.equal("", total, 3);

    assertThat(ShareDivision.byDemand(total, equal, List.of(IDLE, IDLE, IDLE))).isEmpty();
    assertThat(ShareDivision.byDemand(total, equal, List.of(LACKING, LACKING, LACKING))).isEmpty();
    assertThat(
            ShareDivision.byDemand(
                total,
                List.of(limits(88, 88), limits(4, 4), limits(4, 4)),
                List.of(LACKING, IDLE, IDLE)))
        .isEmpty();
    assertThat(
            ShareDivision.byDemand(
                limits(0, 3),
                List.of(limits(0, 3), limits(0, 0)),
                List.of(new ShareDemand(false, 0), LACKING)))
        .isEmpty();
  }

  @Property
  void shouldLetGroupsTakeTurnsWithTooFewTokens(
      @ForAll @IntRange(min = 2, max = 8) int groups,
      @ForAll @IntRange(min = 1, max = 7) int tokens) {
    if (tokens >= groups) {
      return;
    }
    BucketLimits total = limits(10, tokens);
    List<BucketLimits> current = ShareDivision.equal("k", total, groups);
    List<ShareDemand> all = Collections.nCopies(groups, LACKING);
    TreeSet<Integer> served = new TreeSet<>();
    for (int turn = 0; turn < 2 * groups; turn++) {
      current = ShareDivision.byDemand(total, current, all).orElseThrow();
      for (int group = 0; group < groups; group++) {
        if (current.get(group).burstMicros() > 0) {
          served.add(group);
        }
      }
    }
    assertThat(served).hasSize(groups);
  }

  @Property
  void shouldNeverShareOutMoreThanThereIs(
      @ForAll("totals") BucketLimits total,
      @ForAll @Size(min = 2, max = 9) List<@From("demands") ShareDemand> demands) {
    List<BucketLimits> current = ShareDivision.equal("key", total, demands.size());
    check(total, current);
    Optional<List<BucketLimits>> next = ShareDivision.byDemand(total, current, demands);
    next.ifPresent(shares -> check(total, shares));
  }

  private static void check(BucketLimits total, List<BucketLimits> shares) {
    long rate = 0;
    long burst = 0;
    for (BucketLimits share : shares) {
      rate += share.rateMicros();
      burst += share.burstMicros();
      assertThat(share.burstMicros())
          .satisfiesAnyOf(
              it -> assertThat(it).isZero(), it -> assertThat(it).isGreaterThanOrEqualTo(TOKEN));
      if (share.burstMicros() == 0) {
        assertThat(share.rateMicros()).isZero();
      }
    }
    assertThat(rate).isLessThanOrEqualTo(total.rateMicros());
    assertThat(burst).isEqualTo(total.burstMicros() < TOKEN ? 0 : total.burstMicros());
  }

  @Provide
  Arbitrary<BucketLimits> totals() {
    return Combinators.combine(
            Arbitraries.longs().between(0, BucketRecord.RATE_MICROS_MAX),
            Arbitraries.longs().between(0, BucketRecord.BURST_MICROS_MAX))
        .as(BucketLimits::new);
  }

  @Provide
  Arbitrary<ShareDemand> demands() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.longs().between(0, BucketRecord.RATE_MICROS_MAX))
        .as(ShareDemand::new);
  }

  private static BucketLimits limits(long rate, long burst) {
    return new BucketLimits(rate * TOKEN, burst * TOKEN);
  }
}
