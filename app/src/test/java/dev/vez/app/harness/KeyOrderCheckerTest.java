package dev.vez.app.harness;

import static dev.vez.app.harness.TimelineBuilder.aClusterRun;
import static dev.vez.app.harness.TimelineBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class KeyOrderCheckerTest {

  private final Checker checker = new KeyOrderChecker();

  @Test
  void shouldFindNothingWhenAKeyIsDeliveredInItsOrder() {
    Timeline run =
        aRun().enqueueOk(1).at(1).enqueueOk(2).open(1).receive(1, 1).receive(1, 2).build();

    Findings findings = checker.check(run);

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.judged()).isEqualTo(2);
  }

  @Test
  void shouldFindAMessageThatOvertakesOneThatWasAnsweredBefore() {
    Timeline run =
        aRun()
            .enqueueOk(1)
            .at(1)
            .anotherConnection()
            .enqueueOk(2)
            .open(1)
            .receive(1, 2)
            .receive(1, 1)
            .build();

    assertThat(checker.check(run).violations())
        .containsExactly("message 2 overtook 1 of the same key in stream 1");
  }

  @Test
  void shouldFindAMessageThatOvertakesOneOfTheSameConnection() {
    Timeline run =
        aRun()
            .enqueue(1)
            .enqueue(2)
            .at(1)
            .enqueueAnswer(2, Answer.OK)
            .enqueueAnswer(1, Answer.OK)
            .open(1)
            .receive(1, 2)
            .receive(1, 1)
            .build();

    assertThat(checker.check(run).violations()).hasSize(1);
  }

  @Test
  void shouldFindAnOrderThatARestartHasChanged() {
    Timeline run =
        aRun()
            .enqueueOk(1)
            .at(1)
            .enqueueOk(2)
            .restart()
            .restart()
            .open(1)
            .receive(1, 2)
            .receive(1, 1)
            .build();

    assertThat(checker.check(run).violations()).hasSize(1);
  }

  @Test
  void shouldAllowTwoConnectionsToSendInAnyOrderAtTheSameTime() {
    Timeline run =
        aRun()
            .enqueue(1)
            .anotherConnection()
            .enqueue(2)
            .at(1)
            .enqueueAnswer(1, Answer.OK)
            .enqueueAnswer(2, Answer.OK)
            .open(1)
            .receive(1, 2)
            .receive(1, 1)
            .build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldAllowALargeMessageToBeOvertakenOnItsConnection() {
    Timeline run = aRun().enqueueLarge(1).enqueue(2).open(1).receive(1, 2).receive(1, 1).build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldAllowKeysToOvertakeEachOther() {
    Timeline run =
        aRun().enqueue(1, "a").enqueue(2, "b").open(1).receive(1, 2).receive(1, 1).build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldNotJudgeAMessageThatAnotherStreamMayHaveGivenBack() {
    Timeline run =
        aRun()
            .enqueueOk(1)
            .at(1)
            .enqueueOk(2)
            .open(1)
            .restart()
            .open(2)
            .receive(2, 2)
            .receive(2, 1)
            .build();

    Findings findings = checker.check(run);

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.judged()).isZero();
  }

  @Test
  void shouldNotJudgeARetry() {
    Timeline run =
        aRun().enqueueOk(1).at(1).enqueueOk(2).open(1).receive(1, 2).receive(1, 1, 1).build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldJudgeTheFirstStreamOfAClustersQueueOnly() {
    TimelineBuilder run =
        aClusterRun()
            .enqueueOk(1)
            .at(1)
            .enqueueOk(2)
            .at(2)
            .enqueueOk(3)
            .at(3)
            .enqueueOk(4)
            .atProcess(2)
            .open(1)
            .at(10)
            .receive(1, 2)
            .receive(1, 1)
            .at(20)
            .atProcess(3)
            .open(2)
            .at(30)
            .receive(2, 4)
            .receive(2, 3);

    Findings findings = checker.check(run.build());

    assertThat(findings.violations())
        .containsExactly("message 2 overtook 1 of the same key in stream 1");
    assertThat(findings.judged()).isEqualTo(2);
  }
}
