package dev.vez.app.harness;

import static dev.vez.app.harness.TimelineBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.harness.Event.Settling;
import org.junit.jupiter.api.Test;

final class ResurrectionCheckerTest {

  private final Checker checker = new ResurrectionChecker();

  @Test
  void shouldFindNothingWhenWhatIsAckedStaysAway() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .enqueueOk(2)
            .receive(1, 1)
            .receive(1, 2)
            .at(10)
            .ack(1, Answer.OK)
            .at(20)
            .ack(1, Answer.NOT_FOUND)
            .build();

    Findings findings = checker.check(run);

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.judged()).isEqualTo(1);
  }

  @Test
  void shouldFindAnAckedMessageThatComesBackAfterARestart() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receive(1, 1)
            .at(10)
            .ack(1, Answer.OK)
            .at(20)
            .restart()
            .open(2)
            .at(30)
            .receive(2, 1, 1)
            .build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .startsWith("message 1 came back after its ack:");
  }

  @Test
  void shouldFindAnAckedMessageThatComesBackOnTheSameStream() {
    Timeline run =
        aRun()
            .open(1)
            .beat()
            .enqueueOk(1)
            .at(50)
            .beat()
            .receive(1, 1)
            .ack(1, Answer.OK)
            .at(100)
            .beat()
            .at(150)
            .beat()
            .at(200)
            .beat()
            .at(240)
            .receive(1, 1, 1)
            .build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .startsWith("message 1 came back after its ack:");
  }

  @Test
  void shouldAllowADeliveryThatWasOnItsWayWhenTheMessageWasAcked() {
    Timeline run =
        aRun()
            .open(1)
            .open(2)
            .beat()
            .enqueueOk(1)
            .receive(1, 1)
            .at(1_100)
            .beat()
            .at(1_110)
            .ack(1, Answer.OK)
            .at(2_000)
            .beat()
            .receive(2, 1, 1, 1_105)
            .build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldAllowAMessageToComeBackWhoseAckGotNoAnswer() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receive(1, 1)
            .at(10)
            .ack(1, Answer.UNKNOWN)
            .restart()
            .open(2)
            .at(2_000)
            .receive(2, 1, 1)
            .build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldFindTwoAcksThatBothSucceed() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receive(1, 1)
            .ack(1, Answer.OK)
            .restart()
            .ack(1, Answer.OK)
            .build();

    assertThat(checker.check(run).violations()).containsExactly("message 1 was acked 2 times");
  }

  @Test
  void shouldFindANackThatSucceedsAfterTheAck() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receive(1, 1)
            .ack(1, Answer.OK)
            .at(10)
            .nack(1, Answer.OK)
            .build();

    assertThat(checker.check(run).violations())
        .containsExactly("message 1 was gone, and yet: NACK OK");
  }

  @Test
  void shouldAllowANackThatWasUnderWayBeforeTheAckWasAnswered() {
    TimelineBuilder run = aRun().open(1).enqueueOk(1).receive(1, 1);
    run.begin(Settling.NACK, 1).at(5).end(Answer.OK).at(6).receive(1, 1, 1).ack(1, Answer.OK);

    assertThat(checker.check(run.build()).violations()).isEmpty();
  }
}
