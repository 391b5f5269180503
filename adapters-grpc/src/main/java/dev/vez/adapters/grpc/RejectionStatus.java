package dev.vez.adapters.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
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
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.Map;

/**
 * Maps every reason for refusing a call to its status on the wire.
 *
 * <p>A client repeats a call for which it is given a RetryInfo or another address. So these are for
 * calls that were certainly not carried out, and OUTCOME_UNKNOWN has neither.
 */
final class RejectionStatus {

  /** Domain of every reason. */
  static final String DOMAIN = "vez.dev";

  /** Client address of the leader, as {@code host:port}. */
  static final Metadata.Key<String> LEADER_ADDRESS =
      Metadata.Key.of("x-fila-leader-addr", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

  /** About as long as it takes to hear who leads. */
  private static final long NOT_LEADER_RETRY_MILLIS = 100;

  /** About as long as it takes to reach another node or a restarted one. */
  private static final long DRAINING_RETRY_MILLIS = 1_000;

  private RejectionStatus() {}

  static CallFailure of(Rejection rejection) {
    return switch (rejection) {
      case InvalidArgument(var field, var problem) ->
          failure(
              Status.INVALID_ARGUMENT.withDescription(
                  UserText.of(field) + ": " + UserText.of(problem)),
              reason("INVALID_ARGUMENT", Map.of()),
              badRequest(field, problem));
      case QueueNotFound(var queue) ->
          failure(
              Status.NOT_FOUND.withDescription(
                  "queue \"" + UserText.of(queue) + "\" does not exist"),
              reason("QUEUE_NOT_FOUND", Map.of("queue", UserText.of(queue))));
      case QueueAlreadyExists(var queue) ->
          failure(
              Status.ALREADY_EXISTS.withDescription(
                  "queue \"" + UserText.of(queue) + "\" already exists"),
              reason("QUEUE_ALREADY_EXISTS", Map.of("queue", UserText.of(queue))));
      case ScriptFailed(var queue, var reason) ->
          failure(
              Status.FAILED_PRECONDITION.withDescription(
                  "the on_enqueue script of queue \"%s\" did not decide (lua.on_error): %s"
                      .formatted(UserText.of(queue), UserText.of(reason))),
              reason("SCRIPT_FAILED", Map.of("queue", UserText.of(queue))));
      case ParentQueueNotFound(var queue) ->
          failure(
              Status.FAILED_PRECONDITION.withDescription(
                  "queue \""
                      + UserText.of(queue)
                      + "\" does not exist, so nothing can move back to it"),
              reason("PARENT_QUEUE_NOT_FOUND", Map.of("queue", UserText.of(queue))));
      case RedriveUnderWay(var queue) ->
          failure(
              Status.FAILED_PRECONDITION.withDescription(
                  "another redrive of \"" + UserText.of(queue) + "\" has not ended yet"),
              reason("REDRIVE_UNDER_WAY", Map.of("queue", UserText.of(queue))));
      case LeaseNotFound(var queue, var messageId) ->
          failure(
              Status.NOT_FOUND.withDescription(
                  "no lease of message %s in queue \"%s\" is alive"
                      .formatted(UserText.of(messageId), UserText.of(queue))),
              reason("LEASE_NOT_FOUND", Map.of("queue", UserText.of(queue))));
      case ResourceExhausted(var limit, var problem, var retryAfterMillis) ->
          failure(
              Status.RESOURCE_EXHAUSTED.withDescription(
                  "%s (limit: %s)".formatted(UserText.of(problem), UserText.of(limit))),
              reason("LIMIT_REACHED", Map.of("limit", UserText.of(limit))),
              retryAfter(retryAfterMillis));
      case NotLeader(var leaderHint) -> notLeader(leaderHint);
      case Draining() ->
          failure(
              Status.UNAVAILABLE.withDescription("this node is shutting down"),
              reason("DRAINING", Map.of()),
              retryAfter(DRAINING_RETRY_MILLIS));
      case OutcomeUnknown(var why) ->
          failure(
              Status.UNAVAILABLE.withDescription(
                  "outcome unknown, a repeat may duplicate: " + UserText.of(why)),
              reason("OUTCOME_UNKNOWN", Map.of()));
    };
  }

  private static CallFailure notLeader(String leaderHint) {
    CallFailure failure =
        failure(
            Status.UNAVAILABLE.withDescription("this node does not lead the queue's group"),
            reason("NOT_LEADER", Map.of()),
            retryAfter(NOT_LEADER_RETRY_MILLIS));
    if (!leaderHint.isEmpty()) {
      failure.trailers().put(LEADER_ADDRESS, leaderHint);
    }
    return failure;
  }

  private static CallFailure failure(Status status, Any... details) {
    com.google.rpc.Status.Builder proto =
        com.google.rpc.Status.newBuilder().setCode(status.getCode().value());
    if (status.getDescription() != null) {
      proto.setMessage(status.getDescription());
    }
    for (Any detail : details) {
      proto.addDetails(detail);
    }
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, proto.build());
    return new CallFailure(status, trailers);
  }

  private static Any reason(String reason, Map<String, String> metadata) {
    return Any.pack(
        ErrorInfo.newBuilder()
            .setReason(reason)
            .setDomain(DOMAIN)
            .putAllMetadata(metadata)
            .build());
  }

  private static Any retryAfter(long millis) {
    Duration delay =
        Duration.newBuilder()
            .setSeconds(millis / 1_000)
            .setNanos(Math.toIntExact(millis % 1_000 * 1_000_000))
            .build();
    return Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build());
  }

  private static Any badRequest(String field, String problem) {
    return Any.pack(
        BadRequest.newBuilder()
            .addFieldViolations(
                BadRequest.FieldViolation.newBuilder()
                    .setField(UserText.of(field))
                    .setDescription(UserText.of(problem)))
            .build());
  }
}
