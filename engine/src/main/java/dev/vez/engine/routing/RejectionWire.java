package dev.vez.engine.routing;

import dev.vez.engine.routing.proto.Done;
import dev.vez.engine.routing.proto.RejectionAnswer;
import dev.vez.ports.api.Rejection;

/** Rejections between nodes. */
final class RejectionWire {

  private RejectionWire() {}

  static RejectionAnswer encode(Rejection rejection) {
    RejectionAnswer.Builder encoded = RejectionAnswer.newBuilder();
    switch (rejection) {
      case Rejection.InvalidArgument(var field, var problem) ->
          encoded.setInvalidArgument(
              RejectionAnswer.InvalidArgument.newBuilder().setField(field).setProblem(problem));
      case Rejection.QueueNotFound(var queue) -> encoded.setQueueNotFound(queue);
      case Rejection.QueueAlreadyExists(var queue) -> encoded.setQueueAlreadyExists(queue);
      case Rejection.LeaseNotFound(var queue, var messageId) ->
          encoded.setLeaseNotFound(
              RejectionAnswer.LeaseNotFound.newBuilder().setQueue(queue).setMessageId(messageId));
      case Rejection.LeaseLost(var queue, var messageId) ->
          encoded.setLeaseLost(
              RejectionAnswer.LeaseNotFound.newBuilder().setQueue(queue).setMessageId(messageId));
      case Rejection.ResourceExhausted(var limit, var problem, var retryAfterMillis) ->
          encoded.setResourceExhausted(
              RejectionAnswer.ResourceExhausted.newBuilder()
                  .setLimit(limit)
                  .setProblem(problem)
                  .setRetryAfterMillis(retryAfterMillis));
      case Rejection.TooManyIdempotencyKeys(var keysMax, var retryAfterMillis) ->
          encoded.setTooManyKeys(
              RejectionAnswer.TooManyKeys.newBuilder()
                  .setKeysMax(keysMax)
                  .setRetryAfterMillis(retryAfterMillis));
      case Rejection.NotLeader(var leaderHint) -> encoded.setNotLeader(leaderHint);
      case Rejection.Draining() -> encoded.setDraining(Done.getDefaultInstance());
      case Rejection.OutcomeUnknown(var why) -> encoded.setOutcomeUnknown(why);
      case Rejection.ParentQueueNotFound(var queue) -> encoded.setParentQueueNotFound(queue);
      case Rejection.RedriveUnderWay(var queue) -> encoded.setRedriveUnderWay(queue);
      case Rejection.ScriptFailed(var queue, var reason) ->
          encoded.setScriptFailed(
              RejectionAnswer.ScriptFailed.newBuilder().setQueue(queue).setReason(reason));
    }
    return encoded.build();
  }

  static Rejection decode(RejectionAnswer answer) {
    return switch (answer.getKindCase()) {
      case INVALID_ARGUMENT ->
          new Rejection.InvalidArgument(
              answer.getInvalidArgument().getField(), answer.getInvalidArgument().getProblem());
      case QUEUE_NOT_FOUND -> new Rejection.QueueNotFound(answer.getQueueNotFound());
      case QUEUE_ALREADY_EXISTS -> new Rejection.QueueAlreadyExists(answer.getQueueAlreadyExists());
      case LEASE_NOT_FOUND ->
          new Rejection.LeaseNotFound(
              answer.getLeaseNotFound().getQueue(), answer.getLeaseNotFound().getMessageId());
      case LEASE_LOST ->
          new Rejection.LeaseLost(
              answer.getLeaseLost().getQueue(), answer.getLeaseLost().getMessageId());
      case RESOURCE_EXHAUSTED ->
          new Rejection.ResourceExhausted(
              answer.getResourceExhausted().getLimit(),
              answer.getResourceExhausted().getProblem(),
              answer.getResourceExhausted().getRetryAfterMillis());
      case TOO_MANY_KEYS ->
          new Rejection.TooManyIdempotencyKeys(
              answer.getTooManyKeys().getKeysMax(), answer.getTooManyKeys().getRetryAfterMillis());
      case NOT_LEADER -> new Rejection.NotLeader(answer.getNotLeader());
      case DRAINING -> new Rejection.Draining();
      case OUTCOME_UNKNOWN -> new Rejection.OutcomeUnknown(answer.getOutcomeUnknown());
      case PARENT_QUEUE_NOT_FOUND ->
          new Rejection.ParentQueueNotFound(answer.getParentQueueNotFound());
      case REDRIVE_UNDER_WAY -> new Rejection.RedriveUnderWay(answer.getRedriveUnderWay());
      case SCRIPT_FAILED ->
          new Rejection.ScriptFailed(
              answer.getScriptFailed().getQueue(), answer.getScriptFailed().getReason());
      case KIND_NOT_SET ->
          new Rejection.OutcomeUnknown("the leader's answer is of another version");
    };
  }
}
