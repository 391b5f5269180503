package dev.vez.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void shouldTakeABrokenConnectionForABrokerThatIsNotReached() {
    VezException failure =
        Failures.of(
            Status.UNKNOWN
                .withDescription("channel closed")
                .withCause(new ClosedChannelException())
                .asRuntimeException());

    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.isUnreachable()).isTrue();
  }

  @Test
  void shouldLeaveOtherUnknownFailuresAsTheyAre() {
    VezException failure = Failures.of(Status.UNKNOWN.asRuntimeException());

    assertThat(failure.code()).isEqualTo(Status.Code.UNKNOWN);
  }
}
