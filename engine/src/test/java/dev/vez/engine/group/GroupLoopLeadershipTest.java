package dev.vez.engine.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.DeleteQueue;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.record.GroupSettings;
import dev.vez.ports.api.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What callers learn of leadership, and what a leader does not forget. */
class GroupLoopLeadershipTest {

  private static final GroupOptions ONE_BY_ONE =
      new GroupOptions(1, 100, 2, 3, 1_000, 4, 100, 50, false);

  private final TestGroup group = TestGroup.serving(ONE_BY_ONE);

  @Test
  void shouldSayNotLeaderWhereTheEntryHasAnotherTerm() {
    TestRequest request = group.submit("a");
    group.scheduler.runReady();

    group.consensus.commitInTerm(6);
    group.scheduler.runReady();

    assertThat(request.answer()).isEqualTo(new Rejection.NotLeader(""));
    assertThat(group.machine.commands()).hasSize(1);
    assertThat(group.events).contains("durable other [a]");
  }

  @Test
  void shouldSayNotLeaderWhereTheAnswerComesBeforeTheEntry() {
    TestRequest request = group.submit("a");
    group.scheduler.runReady();

    group.consensus.answerBeforeEntry(6);
    group.scheduler.runReady();

    assertThat(request.answer()).isEqualTo(new Rejection.NotLeader(""));
  }

  @Test
  void shouldAnswerOnceWhereTheResultComesBeforeTheEntry() {
    TestRequest request = group.submit("a");
    group.scheduler.runReady();

    group.consensus.answerBeforeEntry(5);
    group.scheduler.runReady();

    assertThat(request.isAnswered()).isTrue();
  }

  @Test
  void shouldPassOnWhoLeads() {
    TestRequest request = group.submit("a");
    group.scheduler.runReady();

    group.consensus.refuse("other:5555");
    group.scheduler.runReady();

    assertThat(request.answer()).isEqualTo(new Rejection.NotLeader("other:5555"));
  }

  @Test
  void shouldSayUnknownWhereTheLogDoesNotKnowAndStillRunTheEffectsOfALateEntry() {
    TestRequest request = group.submit("a");
    group.scheduler.runReady();
    group.consensus.loseTrack();
    group.scheduler.runReady();
    assertThat(request.answer()).isInstanceOf(Rejection.OutcomeUnknown.class);

    group.consensus.commitLost();
    group.scheduler.runReady();

    assertThat(request.answer()).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertThat(group.events).contains("durable own [a]");
  }

  @Test
  void shouldHaveRoomAgainAfterEveryWayInWhichAProposalCanEnd() {
    for (int i = 0; i < 5; i++) {
      group.submit("refused");
      group.scheduler.runReady();
      group.consensus.refuse("");
      group.submit("lost");
      group.scheduler.runReady();
      group.consensus.loseTrack();
      group.submit("stale");
      group.scheduler.runReady();
      group.consensus.commitInTerm(4);
      group.scheduler.runReady();
    }

    List<TestRequest> requests = group.submitMany(2);
    group.commitAll();

    assertThat(requests).allMatch(TestRequest::isAnswered);
  }

  @Test
  void shouldTellApartWhatWasProposedWhenLeadershipIsLost() {
    List<TestRequest> proposed = group.submitMany(2);
    group.scheduler.runReady();
    TestRequest waiting = group.submit("waiting");
    group.scheduler.runReady();

    group.consensus.loseLeadership();
    group.scheduler.runReady();

    assertThat(proposed)
        .allSatisfy(
            request -> assertThat(request.answer()).isInstanceOf(Rejection.OutcomeUnknown.class));
    assertThat(waiting.answer()).isEqualTo(new Rejection.NotLeader(""));
    assertThat(group.submit("late").answer()).isEqualTo(new Rejection.NotLeader(""));
    assertThat(group.status()).isEqualTo(new GroupStatus.NotLeading());
    assertThat(group.events).endsWith("ceased: NotLeader");
  }

  @Test
  void shouldApplyEntriesOfAnotherLeaderWithoutTheirEffects() {
    TestRequest request = group.submit("a");
    group.scheduler.runReady();
    group.consensus.loseLeadership();
    group.scheduler.runReady();

    group.consensus.commit();
    group.scheduler.runReady();

    assertThat(request.answer()).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertThat(group.machine.commands()).hasSize(2);
    assertThat(group.events).endsWith("durable other [a]");
  }

  /** As where the entry comes before the news. */
  @Test
  void shouldNotTakeAnEntryOfALaterTermForItsOwn() {
    group.consensus.commitEntryOfTerm(6, new Proposal(6, 1, 0, List.of(new DeleteQueue("a"))));
    group.scheduler.runReady();

    assertThat(group.events).endsWith("durable other [a]");
  }

  @Test
  void shouldServeAgainInALaterTerm() {
    group.consensus.loseLeadership();
    group.scheduler.runReady();
    group.consensus.lead(8);
    group.commitAll();

    TestRequest request = group.submit("a");
    group.scheduler.runReady();

    assertThat(request.isAnswered()).isTrue();
    assertThat(group.consensus.lastProposed().expectedTerm()).isEqualTo(8);
    assertThat(group.status()).isEqualTo(new GroupStatus.Serving(8));
  }

  @Test
  void shouldNotTakeOverTwiceInATerm() {
    int proposed = group.consensus.proposed().size();

    group.consensus.lead(5);
    group.scheduler.runReady();

    assertThat(group.consensus.proposed()).hasSize(proposed);
    assertThat(group.events.stream().filter("serving in 5"::equals)).hasSize(1);
  }

  @Test
  void shouldTryToTakeOverUntilItSucceeds() {
    TestGroup fresh = new TestGroup(ONE_BY_ONE, false);
    fresh.loop.start();
    fresh.scheduler.runReady();
    fresh.consensus.lead(5);
    fresh.scheduler.runReady();
    fresh.consensus.loseTrack();
    fresh.scheduler.advanceMillis(100);
    fresh.consensus.refuse("");
    fresh.scheduler.advanceMillis(100);
    assertThat(fresh.consensus.proposed())
        .hasSize(3)
        .allMatch(proposal -> proposal.commands().getFirst() instanceof BecomeLeader);

    fresh.commitAll();

    assertThat(fresh.status()).isEqualTo(new GroupStatus.Serving(5));
  }

  @Test
  void shouldProposeNothingElseUntilItHasTakenOver() {
    TestGroup fresh = new TestGroup(GroupOptions.DEFAULT, false);
    fresh.loop.start();
    fresh.scheduler.runReady();
    fresh.consensus.lead(5);
    fresh.scheduler.runReady();
    TestOwnCommand own = new TestOwnCommand("own");
    fresh.loop.propose(own);
    fresh.scheduler.runReady();

    fresh.consensus.refuse("");
    fresh.scheduler.runReady();
    assertThat(fresh.consensus.undecided()).isZero();
    fresh.scheduler.advanceMillis(GroupOptions.DEFAULT.repeatDelayMillis());
    assertThat(fresh.consensus.proposed())
        .hasSize(2)
        .allMatch(proposal -> TestGroup.namesIn(proposal).equals(List.of("BecomeLeader")));
    fresh.commitAll();

    assertThat(own.ends()).containsExactly("applied");
  }

  @Test
  void shouldNotTakeTheFirstEntryOfAnotherLeaderForItsOwn() {
    TestGroup fresh = new TestGroup(GroupOptions.DEFAULT, false);
    fresh.loop.start();
    fresh.scheduler.runReady();
    fresh.consensus.lead(5);
    fresh.scheduler.runReady();

    fresh.consensus.commitEntryOfTerm(
        6, new Proposal(6, 1, 0, List.of(new BecomeLeader(GroupSettings.DEFAULT, 1))));
    fresh.scheduler.runReady();

    assertThat(fresh.statuses).containsExactly(new GroupStatus.Starting());
    assertThat(fresh.submit("a").answer()).isEqualTo(new Rejection.NotLeader(""));
  }

  @Test
  void shouldNotTakeOverAgainWhereTheLostEntryComesAfterAll() {
    TestGroup fresh = new TestGroup(ONE_BY_ONE, false);
    fresh.loop.start();
    fresh.scheduler.runReady();
    fresh.consensus.lead(5);
    fresh.scheduler.runReady();
    fresh.consensus.loseTrack();
    fresh.scheduler.runReady();

    fresh.consensus.commitLost();
    fresh.scheduler.advanceMillis(1_000);

    assertThat(fresh.status()).isEqualTo(new GroupStatus.Serving(5));
    assertThat(fresh.consensus.proposed()).hasSize(1);
  }

  @Test
  void shouldProposeItsOwnCommandsUntilTheyAreApplied() {
    TestOwnCommand command = new TestOwnCommand("own");
    group.loop.propose(command);
    group.scheduler.runReady();
    group.consensus.loseTrack();
    group.scheduler.advanceMillis(100);
    group.consensus.refuse("");
    group.scheduler.advanceMillis(100);
    group.consensus.commitInTerm(4);
    group.scheduler.advanceMillis(100);
    assertThat(command.ends()).isEmpty();

    group.consensus.commit();
    group.scheduler.advanceMillis(1_000);

    assertThat(command.ends()).containsExactly("applied");
    assertThat(command.proposals()).isEqualTo(4);
  }

  @Test
  void shouldWaitBeforeItProposesALostCommandAgain() {
    TestOwnCommand command = new TestOwnCommand("own");
    group.loop.propose(command);
    group.scheduler.runReady();
    group.consensus.refuse("");

    group.scheduler.advanceMillis(99);
    assertThat(command.proposals()).isEqualTo(1);
    group.scheduler.advanceMillis(1);

    assertThat(command.proposals()).isEqualTo(2);
  }

  @Test
  void shouldAbandonItsOwnCommandsWhenLeadershipIsLost() {
    TestOwnCommand inFlight = new TestOwnCommand("in flight");
    TestOwnCommand lost = new TestOwnCommand("lost");
    group.loop.propose(lost);
    group.scheduler.runReady();
    group.consensus.loseTrack();
    group.loop.propose(inFlight);
    group.scheduler.runReady();

    group.consensus.loseLeadership();
    group.scheduler.advanceMillis(1_000);

    assertThat(inFlight.ends()).containsExactly(new Rejection.NotLeader(""));
    assertThat(lost.ends()).containsExactly(new Rejection.NotLeader(""));
    assertThat(lost.proposals()).isEqualTo(1);
  }

  @Test
  void shouldTakeItsOwnCommandsWhereTheInboxIsFull() {
    List<TestRequest> requests = group.submitMany(3);
    assertThat(group.submit("one too many").answer())
        .isInstanceOf(Rejection.ResourceExhausted.class);
    TestOwnCommand command = new TestOwnCommand("own");

    group.loop.propose(command);
    group.commitAll();

    assertThat(command.ends()).containsExactly("applied");
    assertThat(requests).allMatch(TestRequest::isAnswered);
  }

  @Test
  void shouldNotLetItsOwnCommandsKeepRequestsOut() {
    for (int i = 0; i < 2_000; i++) {
      group.loop.propose(new TestOwnCommand("own"));
    }
    group.submit("request");

    group.scheduler.runReady();

    assertThat(TestGroup.namesIn(group.consensus.proposed().get(1))).endsWith("request");
  }
}
