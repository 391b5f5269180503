package dev.vez.adapters.grpc;

import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Rejection.Draining;
import dev.vez.ports.api.Rejection.InvalidArgument;
import dev.vez.ports.api.Rejection.LeaseLost;
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
import io.grpc.Status;
import java.util.Map;

/**
 * What a client is told of a refusal, whether it ends a call or is one answer among others.
 *
 * <p>A client repeats a call for which it is given a delay or another address. So these are for
 * what was certainly not carried out, and OUTCOME_UNKNOWN has neither.
 *
 * @param code of the status
 * @param text for a person to read
 * @param reason what a program acts on, in UPPER_SNAKE
 * @param metadata what the reason is about
 * @param retryAfterMillis when a repeat makes sense, 0 where nothing is said of that
 * @param leaderAddress where to repeat it as {@code host:port}, empty where that is not known
 */
record RejectionWords(
    Status.Code code,
    String text,
    String reason,
    Map<String, String> metadata,
    long retryAfterMillis,
    String leaderAddress) {

  /** Seldom enough to leave a node that holds an election in peace, and soon after its end. */
  private static final long NOT_LEADER_RETRY_MILLIS = 20;

  /** About as long as it takes to reach another node or a restarted one. */
  private static final long DRAINING_RETRY_MILLIS = 1_000;

  static RejectionWords of(Rejection rejection) {
    return switch (rejection) {
      case InvalidArgument(var field, var problem) ->
          words(
              Status.Code.INVALID_ARGUMENT,
              UserText.of(field) + ": " + UserText.of(problem),
              "INVALID_ARGUMENT",
              Map.of());
      case QueueNotFound(var queue) ->
          words(
              Status.Code.NOT_FOUND,
              "queue \"" + UserText.of(queue) + "\" does not exist",
              "QUEUE_NOT_FOUND",
              Map.of("queue", UserText.of(queue)));
      case QueueAlreadyExists(var queue) ->
          words(
              Status.Code.ALREADY_EXISTS,
              "queue \"" + UserText.of(queue) + "\" already exists",
              "QUEUE_ALREADY_EXISTS",
              Map.of("queue", UserText.of(queue)));
      case ScriptFailed(var queue, var why) ->
          words(
              Status.Code.FAILED_PRECONDITION,
              "the on_enqueue script of queue \"%s\" did not decide (lua.on_error): %s"
                  .formatted(UserText.of(queue), UserText.of(why)),
              "SCRIPT_FAILED",
              Map.of("queue", UserText.of(queue)));
      case ParentQueueNotFound(var queue) ->
          words(
              Status.Code.FAILED_PRECONDITION,
              "queue \"" + UserText.of(queue) + "\" does not exist, so nothing can move back to it",
              "PARENT_QUEUE_NOT_FOUND",
              Map.of("queue", UserText.of(queue)));
      case RedriveUnderWay(var queue) ->
          words(
              Status.Code.FAILED_PRECONDITION,
              "another redrive of \"" + UserText.of(queue) + "\" has not ended yet",
              "REDRIVE_UNDER_WAY",
              Map.of("queue", UserText.of(queue)));
      case LeaseNotFound(var queue, var messageId) ->
          words(
              Status.Code.NOT_FOUND,
              "no lease of message %s in queue \"%s\" is alive"
                  .formatted(UserText.of(messageId), UserText.of(queue)),
              "LEASE_NOT_FOUND",
              Map.of("queue", UserText.of(queue)));
      case LeaseLost(var queue, var messageId) ->
          words(
              Status.Code.NOT_FOUND,
              "message %s in queue \"%s\" is under another lease by now"
                  .formatted(UserText.of(messageId), UserText.of(queue)),
              "LEASE_LOST",
              Map.of("queue", UserText.of(queue)));
      case ResourceExhausted(var limit, var problem, var retryAfterMillis) ->
          new RejectionWords(
              Status.Code.RESOURCE_EXHAUSTED,
              "%s (limit: %s)".formatted(UserText.of(problem), UserText.of(limit)),
              "LIMIT_REACHED",
              Map.of("limit", UserText.of(limit)),
              retryAfterMillis,
              "");
      case TooManyIdempotencyKeys(var keysMax, var retryAfterMillis) ->
          new RejectionWords(
              Status.Code.RESOURCE_EXHAUSTED,
              "there are %d idempotency keys whose windows have not ended (limit: idempotency.max_keys)"
                  .formatted(keysMax),
              "TOO_MANY_IDEMPOTENCY_KEYS",
              Map.of("limit", "idempotency.max_keys"),
              retryAfterMillis,
              "");
      case NotLeader(var leaderHint) ->
          new RejectionWords(
              Status.Code.UNAVAILABLE,
              "this node does not lead the queue's group",
              "NOT_LEADER",
              Map.of(),
              NOT_LEADER_RETRY_MILLIS,
              leaderHint);
      case Draining() ->
          new RejectionWords(
              Status.Code.UNAVAILABLE,
              "this node is shutting down",
              "DRAINING",
              Map.of(),
              DRAINING_RETRY_MILLIS,
              "");
      case OutcomeUnknown(var why) ->
          words(
              Status.Code.UNAVAILABLE,
              "outcome unknown, a repeat may duplicate: " + UserText.of(why),
              "OUTCOME_UNKNOWN",
              Map.of());
    };
  }

  private static RejectionWords words(
      Status.Code code, String text, String reason, Map<String, String> metadata) {
    return new RejectionWords(code, text, reason, metadata, 0, "");
  }
}
