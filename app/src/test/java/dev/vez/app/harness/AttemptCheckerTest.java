package dev.vez.app.harness;

import static dev.vez.app.harness.TimelineBuilder.aClusterRun;
import static dev.vez.app.harness.TimelineBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AttemptCheckerTest {

  private final Checker checker = new AttemptChecker();

  @Test
  void shouldFindNothingWhenEachDeliveryCounts() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receive(1, 1, 0)
            .at(1_000)
            .receive(1, 1, 1)
            .restart()
            .open(2)
            .at(2_000)
            .receive(2, 1, 2)
            .build();

    Findings findings = checker.check(run);

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.judged()).isEqualTo(3);
  }

  @Test
  void shouldFindTwoDeliveriesThatCountTheSame() {
    Timeline run =
        aRun().open(1).open(2).enqueueOk(1).receive(1, 1, 0).at(1_000).receive(2, 1, 0).build();

    assertThat(checker.check(run).violations()).singleElement().asString().startsWith("message 1:");
  }

  @Test
  void shouldAllowTheSameCountAfterARestart() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receive(1, 1, 0)
            .restart()
            .open(2)
            .at(1_000)
            .receive(2, 1, 0)
            .build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldFindAnAttemptThatARestartHasForgotten() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receive(1, 1, 1)
            .restart()
            .open(2)
            .at(1_000)
            .receive(2, 1, 0)
            .build();

    assertThat(checker.check(run).violations()).hasSize(1);
  }

  @Test
  void shouldFindACountThatFallsWithinAStream() {
    Timeline run = aRun().open(1).enqueueOk(1).receive(1, 1, 1).at(1_000).receive(1, 1, 0).build();

    assertThat(checker.check(run).violations()).hasSize(1);
  }

  @Test
  void shouldFindACountThatFallsOnAStreamThatWasOpenedLater() {
    Timeline run =
        aRun().open(1).enqueueOk(1).receive(1, 1, 1).at(10).open(2).receive(2, 1, 0).build();

    assertThat(checker.check(run).violations()).hasSize(1);
  }

  @Test
  void shouldAllowASlowStreamToHandOverTheEarlierDeliveryLast() {
    Timeline run =
        aRun()
            .open(1)
            .open(2)
            .enqueueOk(1)
            .at(1_000)
            .receive(2, 1, 1)
            .at(1_100)
            .receive(1, 1, 0, 10)
            .build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldAllowTheSameCountInACluster() {
    Timeline run =
        aClusterRun()
            .open(1)
            .open(2)
            .enqueueOk(1)
            .receive(1, 1, 0)
            .at(1_000)
            .receive(2, 1, 0)
            .build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldFindAnAttemptThatAnotherNodeHasForgotten() {
    Timeline run =
        aClusterRun()
            .atProcess(2)
            .open(1)
            .enqueueOk(1)
            .receive(1, 1, 1)
            .at(1_000)
            .atProcess(1)
            .open(2)
            .at(2_000)
            .receive(2, 1, 0)
            .build();

    assertThat(checker.check(run).violations()).singleElement().asString().startsWith("message 1:");
  }
}
