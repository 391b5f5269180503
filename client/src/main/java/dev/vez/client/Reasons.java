package dev.vez.client;

import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The broker's words for why something was not done, as far as a client acts on them. */
final class Reasons {

  static final String NOT_LEADER = "NOT_LEADER";
  static final String DRAINING = "DRAINING";
  static final String LIMIT_REACHED = "LIMIT_REACHED";
  static final String TOO_MANY_IDEMPOTENCY_KEYS = "TOO_MANY_IDEMPOTENCY_KEYS";
  static final String OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN";

  private Reasons() {}

  /** Whether it was certainly not done and may well be done when it is asked for again. */
  static boolean isWorthARepeat(String reason) {
    return switch (reason) {
      case NOT_LEADER, DRAINING, LIMIT_REACHED, TOO_MANY_IDEMPOTENCY_KEYS -> true;
      default -> false;
    };
  }

  /** What an answer says. */
  static VezException of(dev.vez.protos.vez.v1.Failure failure) {
    return new VezException(
        Status.fromCodeValue(failure.getCode()).getCode(),
        failure.getMessage(),
        failure.getReason(),
        failure.getRetryAfterMs() > 0
            ? Optional.of(Duration.ofMillis(failure.getRetryAfterMs()))
            : Optional.empty(),
        failure.getLeaderAddress(),
        null);
  }

  /** It was done or not. */
  static VezException unknown(String why, @Nullable Throwable cause) {
    return new VezException(
        Status.Code.UNAVAILABLE,
        "outcome unknown, a repeat may duplicate: " + why,
        OUTCOME_UNKNOWN,
        Optional.empty(),
        "",
        cause);
  }

  /** It was certainly not done, and there is no more time. */
  static VezException tooLate(Duration timeout, @Nullable Throwable last) {
    return new VezException(
        Status.Code.DEADLINE_EXCEEDED,
        "not accepted within "
            + timeout.toMillis()
            + " ms"
            + (last == null ? "" : ": " + last.getMessage()),
        "",
        Optional.empty(),
        "",
        last);
  }
}
