package dev.vez.app.harness;

import dev.vez.client.VezException;
import java.util.concurrent.CompletionException;

/** How a call ended, as far as its caller can know. */
public enum Answer {
  /** Carried out, and durable. */
  OK,

  /** Certainly not carried out. */
  REFUSED,

  /** Not carried out, since the broker knows no such queue or lease. */
  NOT_FOUND,

  /** Carried out or not: the broker said so, or was gone before it said anything. */
  UNKNOWN,

  /** A status that no call of a test should ever get. */
  UNEXPECTED;

  /** What the failure of a call tells. */
  public static Answer of(Throwable failure) {
    if (failure instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return of(wrapped.getCause());
    }
    if (!(failure instanceof VezException told)) {
      return UNEXPECTED;
    }
    return switch (told.code()) {
      case NOT_FOUND -> NOT_FOUND;
      case RESOURCE_EXHAUSTED -> REFUSED;
      case UNAVAILABLE ->
          switch (told.reason()) {
            case "NOT_LEADER", "DRAINING" -> REFUSED;
            case "OUTCOME_UNKNOWN", "" -> UNKNOWN;
            default -> UNEXPECTED;
          };
      case CANCELLED, DEADLINE_EXCEEDED -> UNKNOWN;
      case OK,
          UNKNOWN,
          INVALID_ARGUMENT,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          INTERNAL,
          DATA_LOSS,
          UNAUTHENTICATED ->
          UNEXPECTED;
    };
  }

  /** Whether the call may have had its effect. */
  public boolean mayHaveHappened() {
    return this == OK || this == UNKNOWN;
  }
}
