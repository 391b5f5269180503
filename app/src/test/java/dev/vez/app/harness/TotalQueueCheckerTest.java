package dev.vez.app.harness;

import static dev.vez.app.harness.TimelineBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TotalQueueCheckerTest {

  private final Checker checker = new TotalQueueChecker();

  @Test
  void shouldFindNothingWhenEachMessageIsAckedOrWasNeverAccepted() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .enqueue(2)
            .enqueueAnswer(2, Answer.UNKNOWN)
            .enqueue(3)
            .enqueueAnswer(3, Answer.REFUSED)
            .enqueue(4)
            .enqueueAnswer(4, Answer.UNKNOWN)
            .receive(1, 1)
            .ack(1, Answer.OK)
            .receive(1, 2)
            .ack(2, Answer.UNKNOWN)
            .drained()
            .build();

    Findings findings = checker.check(run);

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.judged()).isEqualTo(4);
  }

  @Test
  void shouldFindAnAnsweredMessageThatIsNeverDelivered() {
    Timeline run = aRun().open(1).enqueueOk(1).drained().build();

    assertThat(checker.check(run).violations())
        .containsExactly("lost: message 1 was answered OK and never delivered");
  }

  @Test
  void shouldFindAMessageThatIsGoneAfterANack() {
    Timeline run = aRun().open(1).enqueueOk(1).receive(1, 1).nack(1, Answer.OK).drained().build();

    assertThat(checker.check(run).violations())
        .containsExactly("lost: message 1 was delivered 1 times, never acked, and is gone");
  }

  @Test
  void shouldFindAMessageThatIsGoneThoughItsAckWasRefused() {
    Timeline run =
        aRun().open(1).enqueueOk(1).receive(1, 1).ack(1, Answer.NOT_FOUND).drained().build();

    assertThat(checker.check(run).violations()).singleElement().asString().startsWith("lost:");
  }

  @Test
  void shouldFindThatAMessageWithoutAnswerIsLostOnceItWasDelivered() {
    Timeline run =
        aRun()
            .open(1)
            .enqueue(1)
            .enqueueAnswer(1, Answer.UNKNOWN)
            .receive(1, 1)
            .restart()
            .drained()
            .build();

    assertThat(checker.check(run).violations()).singleElement().asString().startsWith("lost:");
  }

  @Test
  void shouldNotCallAMessageLostThatMayHaveBeenAcked() {
    Timeline run =
        aRun().open(1).enqueueOk(1).receive(1, 1).ack(1, Answer.UNKNOWN).drained().build();

    assertThat(checker.check(run).violations()).isEmpty();
  }

  @Test
  void shouldFindThatARunWithoutDrainProvesNothing() {
    Timeline run = aRun().open(1).enqueueOk(1).build();

    assertThat(checker.check(run).violations())
        .containsExactly("the run was not drained, so what was lost cannot be told");
  }

  @Test
  void shouldFindADeliveryThatNobodyHasSent() {
    Timeline run = aRun().open(1).receive(1, Payloads.NONE).receive(1, 7).drained().build();

    assertThat(checker.check(run).violations())
        .hasSize(2)
        .allSatisfy(text -> assertThat(text).startsWith("from nowhere:"));
  }

  @Test
  void shouldFindADeliveryOfWhatWasRefused() {
    Timeline run =
        aRun()
            .open(1)
            .enqueue(1)
            .enqueueAnswer(1, Answer.REFUSED)
            .receive(1, 1)
            .ack(1, Answer.OK)
            .drained()
            .build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .startsWith("from nowhere: message 1 was refused");
  }

  @Test
  void shouldFindADeliveryInAnotherQueue() {
    Timeline run =
        aRun().open(1, "invoices").enqueueOk(1).receive(1, 1).ack(1, Answer.OK).drained().build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .startsWith("from nowhere: message 1 is of another queue");
  }

  @Test
  void shouldFindADamagedPayload() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receiveDamaged(1, 1, "payload changed, 20 bytes")
            .ack(1, Answer.OK)
            .drained()
            .build();

    assertThat(checker.check(run).violations())
        .containsExactly("damaged: message 1: payload changed, 20 bytes");
  }

  @Test
  void shouldFindAMessageUnderAnotherIdThanTheAnswered() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .receiveAs(1, 1, new UUID(9, 9))
            .ack(1, Answer.OK)
            .drained()
            .build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .startsWith("doubled: message 1 is");
  }

  @Test
  void shouldFindTwoCopiesOfAMessageWithoutAnswer() {
    Timeline run =
        aRun()
            .open(1)
            .enqueue(1)
            .receiveAs(1, 1, new UUID(1, 1))
            .receiveAs(1, 1, new UUID(1, 2))
            .ack(1, Answer.OK)
            .drained()
            .build();

    assertThat(checker.check(run).violations())
        .singleElement()
        .asString()
        .startsWith("doubled: message 1 is");
  }

  @Test
  void shouldFindAnswersThatNoCallShouldGet() {
    Timeline run =
        aRun()
            .open(1)
            .enqueue(1)
            .enqueueAnswer(1, Answer.NOT_FOUND)
            .enqueue(2)
            .enqueueAnswer(2, Answer.UNEXPECTED)
            .enqueueOk(3)
            .receive(1, 3)
            .nack(3, Answer.UNEXPECTED)
            .ack(3, Answer.OK)
            .drained()
            .build();

    assertThat(checker.check(run).violations())
        .hasSize(3)
        .allSatisfy(text -> assertThat(text).startsWith("answer:"));
  }
}
