package dev.vez.simulation.audit;

import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;

/** What a call was told, as far as an auditor cares. */
public enum Answer {
  /** Carried out, and durable. */
  ACCEPTED,

  /** Certainly not carried out: not leading, draining, full, not valid. */
  REFUSED,

  /** Certainly not carried out: there is no such queue. */
  QUEUE_NOT_FOUND,

  /** Certainly not carried out: there is such a queue already. */
  QUEUE_EXISTS,

  /** Certainly not carried out: no such lease is alive. */
  LEASE_NOT_FOUND,

  /** It may have been carried out or not. */
  UNKNOWN;

  /** What a result says. */
  public static Answer of(Result<?> result) {
    return switch (result) {
      case Result.Accepted<?> _ -> ACCEPTED;
      case Result.Rejected<?>(var reason) -> of(reason);
    };
  }

  /** What a rejection says. */
  public static Answer of(Rejection reason) {
    return switch (reason) {
      case Rejection.QueueNotFound _ -> QUEUE_NOT_FOUND;
      case Rejection.QueueAlreadyExists _ -> QUEUE_EXISTS;
      case Rejection.LeaseNotFound _, Rejection.LeaseLost _ -> LEASE_NOT_FOUND;
      case Rejection.OutcomeUnknown _ -> UNKNOWN;
      case Rejection.InvalidArgument _,
          Rejection.ParentQueueNotFound _,
          Rejection.RedriveUnderWay _,
          Rejection.ResourceExhausted _,
          Rejection.TooManyIdempotencyKeys _,
          Rejection.NotLeader _,
          Rejection.ScriptFailed _,
          Rejection.Draining _ ->
          REFUSED;
    };
  }

  /** Whether it says that certainly nothing was done. */
  public boolean isFailure() {
    return this != ACCEPTED && this != UNKNOWN;
  }
}
