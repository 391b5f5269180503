package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Rejection.Draining;
import dev.vez.ports.api.Rejection.InvalidArgument;
import dev.vez.ports.api.Rejection.LeaseNotFound;
import dev.vez.ports.api.Rejection.NotLeader;
import dev.vez.ports.api.Rejection.OutcomeUnknown;
import dev.vez.ports.api.Rejection.ParentQueueNotFound;
import dev.vez.ports.api.Rejection.QueueAlreadyExists;
import dev.vez.ports.api.Rejection.QueueNotFound;
import dev.vez.ports.api.Rejection.RedriveUnderWay;
import dev.vez.ports.api.Rejection.ResourceExhausted;
import dev.vez.ports.api.Rejection.ScriptFailed;
import dev.vez.ports.api.Rejection.TooManyIdempotencyKeys;
import io.grpc.InternalMetadata;
import io.grpc.Status;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RejectionStatusTest {

  static Stream<Arguments> rejections() {
    return Stream.of(
        Arguments.of(
            new InvalidArgument("name", "expected at most 255 characters, but got 300"),
            Status.Code.INVALID_ARGUMENT,
            "name: expected at most 255 characters, but got 300",
            "INVALID_ARGUMENT"),
        Arguments.of(
            new TooManyIdempotencyKeys(1_000_000, 250),
            Status.Code.RESOURCE_EXHAUSTED,
            "there are 1000000 idempotency keys whose windows have not ended"
                + " (limit: idempotency.max_keys)",
            "TOO_MANY_IDEMPOTENCY_KEYS"),
        Arguments.of(
            new QueueNotFound("orders"),
            Status.Code.NOT_FOUND,
            "queue \"orders\" does not exist",
            "QUEUE_NOT_FOUND"),
        Arguments.of(
            new QueueAlreadyExists("orders"),
            Status.Code.ALREADY_EXISTS,
            "queue \"orders\" already exists",
            "QUEUE_ALREADY_EXISTS"),
        Arguments.of(
            new ScriptFailed("orders", "line 3: attempt to call a nil value"),
            Status.Code.FAILED_PRECONDITION,
            "the on_enqueue script of queue \"orders\" did not decide (lua.on_error):"
                + " line 3: attempt to call a nil value",
            "SCRIPT_FAILED"),
        Arguments.of(
            new ParentQueueNotFound("orders"),
            Status.Code.FAILED_PRECONDITION,
            "queue \"orders\" does not exist, so nothing can move back to it",
            "PARENT_QUEUE_NOT_FOUND"),
        Arguments.of(
            new RedriveUnderWay("orders.dlq"),
            Status.Code.FAILED_PRECONDITION,
            "another redrive of \"orders.dlq\" has not ended yet",
            "REDRIVE_UNDER_WAY"),
        Arguments.of(
            new LeaseNotFound("orders", "7f3e"),
            Status.Code.NOT_FOUND,
            "no lease of message 7f3e in queue \"orders\" is alive",
            "LEASE_NOT_FOUND"),
        Arguments.of(
            new ResourceExhausted("engine.inbox", "the inbox is full", 250),
            Status.Code.RESOURCE_EXHAUSTED,
            "the inbox is full (limit: engine.inbox)",
            "LIMIT_REACHED"),
        Arguments.of(
            new NotLeader(""),
            Status.Code.UNAVAILABLE,
            "this node does not lead the queue's group",
            "NOT_LEADER"),
        Arguments.of(
            new Draining(), Status.Code.UNAVAILABLE, "this node is shutting down", "DRAINING"),
        Arguments.of(
            new OutcomeUnknown("the store failed"),
            Status.Code.UNAVAILABLE,
            "outcome unknown, a repeat may duplicate: the store failed",
            "OUTCOME_UNKNOWN"));
  }

  @ParameterizedTest
  @MethodSource("rejections")
  void shouldMapRejectionToCodeTextAndReason(
      Rejection rejection, Status.Code code, String text, String reason) {
    Failure failure = failure(rejection);

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.text()).isEqualTo(text);
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.detailed().getCode()).isEqualTo(code.value());
    assertThat(failure.detailed().getMessage()).isEqualTo(text);
  }

  @Test
  void shouldTellWhenToRepeatOnlyWhatWasCertainlyNotDone() {
    assertThat(failure(new NotLeader("")).retry()).isPresent();
    assertThat(failure(new Draining()).retry()).isPresent();
    assertThat(failure(new ResourceExhausted("l", "p", 1)).retry()).isPresent();

    assertThat(failure(new OutcomeUnknown("w")).retry()).isEmpty();
    assertThat(failure(new QueueNotFound("q")).retry()).isEmpty();
    assertThat(failure(new ScriptFailed("q", "r")).retry()).isEmpty();
    assertThat(failure(new QueueAlreadyExists("q")).retry()).isEmpty();
    assertThat(failure(new LeaseNotFound("q", "m")).retry()).isEmpty();
    assertThat(failure(new InvalidArgument("f", "p")).retry()).isEmpty();
  }

  @Test
  void shouldCarryTheDelayOfAFullLimit() {
    Failure failure = failure(new ResourceExhausted("engine.inbox", "the inbox is full", 2_250));

    assertThat(failure.retry().orElseThrow().getRetryDelay())
        .isEqualTo(Duration.newBuilder().setSeconds(2).setNanos(250_000_000).build());
    assertThat(failure.detail(ErrorInfo.class).orElseThrow().getMetadataMap())
        .containsEntry("limit", "engine.inbox");
  }

  @Test
  void shouldNameTheFieldThatIsNotValid() {
    assertThat(failure(new InvalidArgument("message_id", "expected a UUID")).badField())
        .isEqualTo("message_id");
  }

  @Test
  void shouldGiveTheLeadersAddressOnlyWithNotLeader() {
    assertThat(failure(new NotLeader("10.0.0.7:5555")).leader()).contains("10.0.0.7:5555");
    assertThat(failure(new NotLeader("")).leader()).isEmpty();
    assertThat(failure(new OutcomeUnknown("w")).leader()).isEmpty();
    assertThat(failure(new Draining()).leader()).isEmpty();
  }

  @Test
  void shouldKeepTrailersSmallWhateverTheClientWrote() {
    String hostile = "\u20ac\n\u0000".repeat(100_000);
    CallFailure failure = RejectionStatus.of(new LeaseNotFound(hostile, hostile));
    String text = Objects.requireNonNull(failure.status().getDescription());
    int bytes = text.length();
    for (byte[] part : InternalMetadata.serialize(failure.trailers())) {
      bytes += part.length * 4 / 3;
    }
    assertThat(bytes).isLessThan(8 * 1024);
    assertThat(text).matches("[ -~]*");
  }

  private static Failure failure(Rejection rejection) {
    CallFailure failure = RejectionStatus.of(rejection);
    return Failure.of(failure.status().asRuntimeException(failure.trailers()));
  }
}
