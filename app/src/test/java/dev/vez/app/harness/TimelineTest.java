package dev.vez.app.harness;

import static dev.vez.app.harness.TimelineBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is known of the time at which a lease began. */
final class TimelineTest {

  @Test
  void shouldKnowThatALeaseBeginsAfterItsMessageWasSent() {
    Timeline run = aRun().open(1).at(100).enqueueOk(1).at(900).receive(1, 1).build();

    assertThat(leaseBeganAfterMillis(run)).isEqualTo(100);
  }

  @Test
  void shouldKnowThatALeaseBeginsAfterItsStreamWasOpened() {
    Timeline run = aRun().at(100).enqueueOk(1).at(300).open(1).at(900).receive(1, 1).build();

    assertThat(leaseBeganAfterMillis(run)).isEqualTo(300);
  }

  @Test
  void shouldTrustTheStampOfTheBrokerLessTwoBeatsAndTenMilliseconds() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .beat()
            .at(20)
            .beat()
            .at(50)
            .beat()
            .at(75)
            .beat()
            .at(90)
            .receive(1, 1, 0, 85)
            .at(100)
            .beat()
            .build();

    assertThat(leaseBeganAfterMillis(run)).isEqualTo(85 - 10 - 2 * 30);
  }

  @Test
  void shouldTakeAMissingBeatForASlowOne() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .beat()
            .at(20)
            .beat()
            .at(90)
            .receive(1, 1, 0, 85)
            .restart()
            .build();

    // 85 is not later than the longest beat, so that the lease may be older than the first.
    assertThat(leaseBeganAfterMillis(run)).isZero();
  }

  @Test
  void shouldNotTrustTheStampOfALeaseThatMayBeOlderThanTheHeartbeat() {
    Timeline run =
        aRun()
            .open(1)
            .enqueueOk(1)
            .at(1_000)
            .beat()
            .at(1_030)
            .receive(1, 1)
            .at(1_050)
            .beat()
            .build();

    assertThat(leaseBeganAfterMillis(run)).isZero();
  }

  @Test
  void shouldNotTrustTheHeartbeatOfAnotherProcess() {
    Timeline run =
        aRun().enqueueOk(1).beat().at(10).beat().restart().open(1).at(900).receive(1, 1).build();

    assertThat(leaseBeganAfterMillis(run)).isEqualTo(10);
  }

  @Test
  void shouldRefuseAHistoryThatDoesNotBeginAtItsBeginning() {
    assertThatThrownBy(
            () ->
                Timeline.of(
                    List.of(new Event.EnqueueAnswered(0, 1, Answer.OK, new UUID(0, 1), ""))))
        .isInstanceOf(IllegalStateException.class);
  }

  private static long leaseBeganAfterMillis(Timeline run) {
    MessageStory message = run.message(1);
    return TimeUnit.NANOSECONDS.toMillis(
        run.leaseBeganAfter(message, message.deliveries().getFirst()));
  }
}
