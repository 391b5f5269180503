package dev.vez.app.harness;

import static dev.vez.app.harness.TimelineBuilder.aClusterRun;
import static dev.vez.app.harness.TimelineBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.harness.Event.Settling;
import org.junit.jupiter.api.Test;

/** Leases last 1,000 ms here. */
final class LeaseCheckerTest {

  private final Checker checker = new LeaseChecker();

  @Test
  void shouldFindNothingWhenTheNextLeaseBeginsAfterTheDeadline() {
    Timeline run =
        aRun().open(1).open(2).enqueueOk(1).receive(1, 1).at(1_000).receive(2, 1, 1).build();

    Findings findings = checker.check(run);

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.judged()).isEqualTo(1);
  }

  @Test
  void shouldFindASecondLeaseBeforeTheDeadline() {
    Timeline run =
        aRun().open(1).open(2).enqueueOk(1).receive(1, 1).at(999).receive(2, 1, 1).build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .startsWith("two leases of message 1 overlap, with 0 nacks:")
        .contains("999 ms later");
  }

  @Test
  void shouldFindALeaseThatARestartHasForgotten() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .at(10)
            .receive(1, 1)
            .at(300)
            .restart()
            .open(2)
            .at(600)
            .receive(2, 1)
            .build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .startsWith("two leases of message 1 overlap");
  }

  @Test
  void shouldFindASecondLeaseOfAMessageThatWaitedLong() {
    TimelineBuilder run = aRun().open(1).open(2).enqueueOk(1);
    beatUntil(run.at(5_000), 5_500);
    run.receive(1, 1);
    beatUntil(run, 6_200);
    run.receive(2, 1, 1);

    assertThat(checker.check(run.build()).violations())
        .singleElement()
        .asString()
        .contains("700 ms later");
  }

  @Test
  void shouldNotJudgeALeaseThatMayHaveBegunLongBeforeItsDelivery() {
    TimelineBuilder run = aRun().open(1).open(2).enqueueOk(1);
    beatUntil(run.at(5_000), 5_500);
    run.receive(1, 1);
    // No beat: for all that is known, the broker took as long for the delivery before.
    run.at(6_200).receive(2, 1, 1);

    assertThat(checker.check(run.build()).violations()).isEmpty();
  }

  @Test
  void shouldAllowASecondLeaseAfterANack() {
    Timeline run =
        aRun()
            .open(1)
            .open(2)
            .enqueueOk(1)
            .receive(1, 1)
            .at(10)
            .nack(1, Answer.OK)
            .receive(2, 1, 1)
            .build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldAllowASecondLeaseAfterANackThatGotNoAnswer() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receive(1, 1)
            .at(10)
            .begin(Settling.NACK, 1)
            .restart()
            .open(2)
            .at(20)
            .receive(2, 1, 1)
            .build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldFindASecondLeaseAfterANackThatWasRefused() {
    Timeline run =
        aRun()
            .open(1)
            .open(2)
            .enqueueOk(1)
            .receive(1, 1)
            .at(10)
            .nack(1, Answer.REFUSED)
            .receive(2, 1, 1)
            .build();

    assertThat(checker.check(run).violations()).hasSize(1);
  }

  @Test
  void shouldFindThatOneNackEndsOnlyOneLease() {
    Timeline run =
        aRun()
            .open(1)
            .open(2)
            .enqueueOk(1)
            .receive(1, 1)
            .at(10)
            .begin(Settling.NACK, 1)
            .at(20)
            .receive(2, 1, 1)
            .at(30)
            .receive(1, 1, 2)
            .build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .contains("overlap, with 1 nacks");
  }

  @Test
  void shouldFindASecondLeaseWhoseNackCameTooLateToBeTheReason() {
    Timeline run =
        aRun()
            .open(1)
            .open(2)
            .enqueueOk(1)
            .receive(1, 1)
            .at(10)
            .receive(2, 1, 1)
            .at(20)
            .nack(1, Answer.OK)
            .build();

    assertThat(checker.check(run).violations()).hasSize(1);
  }

  @Test
  void shouldJudgeLeasesInTheirOwnOrderWhereASlowStreamHandsOneOverLate() {
    Timeline run =
        aRun()
            .open(1)
            .open(2)
            .enqueueOk(1)
            .at(1_500)
            .receive(2, 1, 1)
            .at(1_600)
            .receive(1, 1, 0, 100)
            .build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldFindALeaseThatIsGoneBeforeItsDeadline() {
    Timeline run =
        aRun().open(1).enqueueOk(1).receive(1, 1).at(900).ack(1, Answer.NOT_FOUND).build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .startsWith("the lease of message 1 ended early:")
        .contains("900 ms after");
  }

  @Test
  void shouldFindALeaseThatIsGoneAfterARestart() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receive(1, 1)
            .at(500)
            .restart()
            .at(900)
            .ack(1, Answer.NOT_FOUND)
            .build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .startsWith("the lease of message 1 ended early:");
  }

  @Test
  void shouldAllowAnAckToFailAfterTheDeadline() {
    Timeline run =
        aRun().open(1).enqueueOk(1).receive(1, 1).at(1_000).ack(1, Answer.NOT_FOUND).build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldAllowAnAckToFailThatAnotherCallMayHaveComeBefore() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receive(1, 1)
            .at(10)
            .begin(Settling.NACK, 1)
            .at(20)
            .ack(1, Answer.NOT_FOUND)
            .build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldFindASecondLeaseThroughAnotherNode() {
    Timeline run =
        aClusterRun()
            .enqueueOk(1)
            .atProcess(2)
            .open(1)
            .atProcess(1)
            .open(2)
            .at(10)
            .receive(1, 1)
            .at(900)
            .receive(2, 1)
            .build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .startsWith("two leases of message 1 overlap, with 0 nacks:");
  }

  @Test
  void shouldAllowAnEarlierLeaseOfAClusterToComeLate() {
    Timeline run =
        aClusterRun()
            .enqueueOk(1)
            .open(1)
            .at(1_500)
            .open(2)
            .at(1_600)
            .receive(2, 1)
            .at(1_700)
            .receive(1, 1)
            .build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  private static void beatUntil(TimelineBuilder run, long endMillis) {
    for (long at = run.now(); at <= endMillis; at += 50) {
      run.at(at).beat();
    }
  }
}
