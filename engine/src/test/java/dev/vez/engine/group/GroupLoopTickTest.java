package dev.vez.engine.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.Proposal;
import dev.vez.domain.command.Tick;
import dev.vez.domain.effect.WakeAt;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time goes on, whatever is lost. */
class GroupLoopTickTest {

  private final TestGroup group = TestGroup.serving();
  private long startMicros;

  @BeforeEach
  void startAtAWholeSecond() {
    startMicros = group.logClock().nowMicros();
    assertThat(startMicros % 1_000_000).isZero();
  }

  @Test
  void shouldTickWhenAWishIsDue() {
    wish(1_000_000);

    group.scheduler.advanceMillis(999);
    assertThat(ticks()).isZero();
    group.scheduler.advanceMillis(1);

    assertThat(ticks()).isEqualTo(1);
    assertThat(group.consensus.lastProposed().logTimeMicros())
        .isGreaterThanOrEqualTo(startMicros + 1_000_000);
  }

  @Test
  void shouldRoundAWishUpToFiveMilliseconds() {
    wish(1_000_001);

    group.scheduler.advanceMillis(1_004);
    assertThat(ticks()).isZero();
    group.scheduler.advanceMillis(1);

    assertThat(ticks()).isEqualTo(1);
  }

  @Test
  void shouldTickAtOnceWhereWorkIsLeft() {
    wish(0);

    assertThat(ticks()).isEqualTo(1);
  }

  @Test
  void shouldTickOnUntilNoWorkIsLeft() {
    group.consensus.commitAll();
    group.machine.effectsOfNextEntries(5, new WakeAt(startMicros));

    applyEntry();

    assertThat(group.machine.commands().stream().filter(Tick.class::isInstance)).hasSize(5);
  }

  @Test
  void shouldHaveOneTickAtATime() {
    wish(0);
    wish(0);
    wish(100);
    group.scheduler.advanceMillis(1_000);

    assertThat(ticks()).isEqualTo(1);
  }

  @Test
  void shouldTickAgainWhereATickIsLost() {
    wish(0);
    decideOnTick(group.consensus::loseTrack);
    decideOnTick(() -> group.consensus.refuse(""));
    decideOnTick(() -> group.consensus.commitInTerm(4));
    assertThat(ticks()).isEqualTo(4);

    group.consensus.commit();
    group.scheduler.advanceMillis(10_000);

    assertThat(ticks()).isEqualTo(4);
    assertThat(group.machine.commands().getLast()).isEqualTo(new Tick());
  }

  @Test
  void shouldPutTheTickOffWhereTheWishMovesAway() {
    wish(1_000_000);
    wish(2_000_000);

    group.scheduler.advanceMillis(1_999);
    assertThat(ticks()).isZero();
    group.scheduler.advanceMillis(1);

    assertThat(ticks()).isEqualTo(1);
  }

  @Test
  void shouldTickEarlierWhereTheWishComesNearer() {
    wish(2_000_000);
    wish(1_000_000);

    group.scheduler.advanceMillis(1_000);

    assertThat(ticks()).isEqualTo(1);
  }

  @Test
  void shouldNotTickOnceLeadershipIsLost() {
    wish(1_000_000);

    group.consensus.loseLeadership();
    group.scheduler.advanceMillis(5_000);

    assertThat(ticks()).isZero();
  }

  @Test
  void shouldGoByItsMonotonicClockWhateverTheWallClockDoes() {
    group.process.jumpWallClock(-86_400_000);
    wish(1_000_000);
    group.scheduler.advanceMillis(500);
    group.process.jumpWallClock(200_000_000);
    assertThat(ticks()).isZero();

    group.scheduler.advanceMillis(500);

    assertThat(ticks()).isEqualTo(1);
    assertThat(group.consensus.lastProposed().logTimeMicros()).isEqualTo(startMicros + 1_000_000);
  }

  @Test
  void shouldNeverGoBackBehindTheLogOfAFasterLeader() {
    long ahead = startMicros + 3_600_000_000L;
    group.machine.setLogTimeMicros(ahead);
    group.consensus.loseLeadership();
    group.consensus.lead(6);
    group.scheduler.runReady();
    assertThat(group.consensus.lastProposed().logTimeMicros()).isEqualTo(ahead);

    group.scheduler.advanceMillis(10);
    group.commitAll();
    group.submit("a");
    group.scheduler.runReady();

    // Nor does it stand still until the wall clock has caught up.
    assertThat(group.consensus.lastProposed().logTimeMicros()).isEqualTo(ahead + 10_000);
  }

  /** An entry is applied whose state machine wants to be woken so much later than the start. */
  private void wish(long afterStartMicros) {
    group.machine.effectsOfNextEntries(1, new WakeAt(startMicros + afterStartMicros));
    applyEntry();
  }

  private void applyEntry() {
    group.consensus.commitEntry(
        new Proposal(5, 1_000_000, group.logClock().nowMicros(), List.of()));
    group.scheduler.runReady();
  }

  private void decideOnTick(Runnable decision) {
    decision.run();
    group.scheduler.advanceMillis(100);
  }

  private long ticks() {
    return group.consensus.proposed().stream()
        .filter(proposal -> proposal.commands().contains(new Tick()))
        .count();
  }
}
