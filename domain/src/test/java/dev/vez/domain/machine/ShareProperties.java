package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CatalogueChange.SetBucket;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.ConfigLimits;
import dev.vez.domain.command.ConfigMeaning;
import dev.vez.domain.command.ConfirmChange;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.MoveShares;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.command.SetConfig;
import dev.vez.domain.hash.StateDigest;
import dev.vez.domain.id.Mark;
import dev.vez.domain.outcome.ConfigSet;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.GroupShare;
import dev.vez.domain.record.PendingChangeRecord;
import dev.vez.domain.record.SharesRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What must hold of shares in force, whatever is late, repeated or forgotten by a restart. */
class ShareProperties {

  private static final String KEY = "k";
  private static final int STEPS = 300;

  @Property(tries = 200)
  void shouldNeverHaveMoreInForceThanIsConfigured(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int groups) {
    World world = new World(seed, groups);
    world.configure();
    for (int step = 0; step < STEPS; step++) {
      world.step();
      world.check();
    }
    world.settle();
    SharesRecord record = world.machine.shares(KEY).orElseThrow();
    assertThat(record.isSettled()).isTrue();
    assertThat(world.inForce)
        .containsExactlyElementsOf(record.groups().stream().map(GroupShare::due).toList());
    assertThat(world.moves).isPositive();
  }

  /** The catalogue, and what each group has carried out so far. */
  private static final class World {

    private final Random random;
    private final int groups;
    private final MapStore store = new MapStore();
    private CatalogueMachine machine = CatalogueMachine.recover(store);
    private long index;

    private final List<BucketLimits> inForce = new ArrayList<>();
    private final List<Mark> carriedOut = new ArrayList<>();
    private final List<ConfirmChange> confirmed = new ArrayList<>();

    /** What is configured, and what may still be in force of what was configured before. */
    private BucketLimits total = BucketLimits.NONE;

    private BucketLimits allowed = BucketLimits.NONE;
    private final Set<Mark> unanswered = new HashSet<>();
    private int moves;

    World(long seed, int groups) {
      this.random = new Random(seed);
      this.groups = groups;
      for (int i = 0; i < groups; i++) {
        inForce.add(BucketLimits.NONE);
        carriedOut.add(Mark.NONE);
      }
      apply(new BecomeLeader(GroupSettings.DEFAULT, CatalogueMachine.VERSION));
    }

    void step() {
      switch (random.nextInt(20)) {
        case 0 -> configure();
        case 1, 2, 3, 4 -> move();
        case 5 -> machine = CatalogueMachine.recover(store);
        case 6 -> confirmAgain();
        default -> {
          int group = 1 + random.nextInt(groups);
          if (random.nextBoolean()) {
            carryOut(group);
          } else {
            confirm(group);
          }
        }
      }
    }

    void configure() {
      total =
          random.nextInt(4) == 0
              ? total
              : new BucketLimits(
                  random.nextInt(1, 100) * 1_000_003L,
                  random.nextInt(1, 12) * (long) BucketRecord.MICROS + random.nextInt(2));
      allowed = allowed.max(total);
      unanswered.clear();
      ConfigSet set =
          (ConfigSet)
              apply(
                  new SetConfig(
                      "throttle." + KEY,
                      "as it is",
                      new ConfigMeaning.Bucket(KEY, total.rateMicros(), total.burstMicros()),
                      groups,
                      ConfigLimits.DEFAULT));
      set.changes().forEach(change -> unanswered.add(change.mark()));
      assertThat(unanswered).hasSize(groups);
    }

    /** Shares as a leader might decide who knows anything, or nothing. */
    private void move() {
      List<BucketLimits> current =
          machine.shares(KEY).orElseThrow().groups().stream().map(GroupShare::due).toList();
      ShareDivision.byDemand(
              total,
              current,
              IntStream.range(0, groups)
                  .mapToObj(
                      _ -> new ShareDemand(random.nextBoolean(), random.nextInt(40) * 1_000_000L))
                  .toList())
          .ifPresent(
              shares -> {
                apply(new MoveShares(KEY, total, shares, 1_000));
                moves++;
              });
    }

    private void carryOut(int group) {
      machine
          .firstPendingChange(group)
          .filter(change -> change.mark().compareTo(carriedOut.get(group - 1)) > 0)
          .ifPresent(
              change -> {
                carriedOut.set(group - 1, change.mark());
                SetBucket set = (SetBucket) change.change();
                inForce.set(group - 1, new BucketLimits(set.rateMicros(), set.burstMicros()));
              });
    }

    private void confirm(int group) {
      machine
          .firstPendingChange(group)
          .map(PendingChangeRecord::mark)
          .filter(mark -> mark.compareTo(carriedOut.get(group - 1)) <= 0)
          .ifPresent(
              mark -> {
                ConfirmChange confirm = new ConfirmChange(group, mark);
                confirmed.add(confirm);
                apply(confirm);
                if (unanswered.remove(mark) && unanswered.isEmpty()) {
                  allowed = total;
                }
              });
    }

    /** A confirmation of which a leader does not know that it arrived. */
    private void confirmAgain() {
      if (!confirmed.isEmpty()) {
        apply(confirmed.get(random.nextInt(confirmed.size())));
      }
    }

    void settle() {
      for (int round = 0; round < 1_000; round++) {
        for (int group = 1; group <= groups; group++) {
          carryOut(group);
          check();
          confirm(group);
        }
      }
    }

    void check() {
      assertThat(inForce.stream().mapToLong(BucketLimits::rateMicros).sum())
          .isLessThanOrEqualTo(allowed.rateMicros());
      assertThat(inForce.stream().mapToLong(BucketLimits::burstMicros).sum())
          .isLessThanOrEqualTo(allowed.burstMicros());
    }

    private Outcome apply(Command command) {
      index++;
      Applied applied =
          machine.apply(new Entry(index, 1, new Proposal(1, index, index, List.of(command))));
      store.write(applied.mutations());
      assertThat(machine.digest()).isEqualTo(StateDigest.recount(store));
      return applied.outcomes().getFirst();
    }
  }
}
