package dev.vez.client;

import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that was not carried out, or is not known to have been. */
public final class VezException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Status.Code code;
  private final String reason;
  private final transient Optional<Duration> retryAfter;
  private final String leaderHint;

  VezException(
      Status.Code code,
      String text,
      String reason,
      Optional<Duration> retryAfter,
      String leaderHint,
      @Nullable Throwable cause) {
    super(text, cause);
    this.code = code;
    this.reason = reason;
    this.retryAfter = retryAfter;
    this.leaderHint = leaderHint;
  }

  /** The kind of failure, as in {@code NOT_FOUND}. */
  public Status.Code code() {
    return code;
  }

  /**
   * The broker's own word for the cause, as in {@code QUEUE_NOT_FOUND} or {@code OUTCOME_UNKNOWN};
   * empty where the broker gave none, for one because it was not reached.
   */
  public String reason() {
    return reason;
  }

  /** When the same call may be repeated, where the broker says so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Address of the node to ask instead, as {@code host:port}; empty where none is known. */
  public String leaderHint() {
    return leaderHint;
  }

  /** Whether no broker answered at all. */
  public boolean isUnreachable() {
    return code == Status.Code.UNAVAILABLE && reason.isEmpty();
  }
}
