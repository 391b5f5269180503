package dev.vez.engine.routing;

import dev.vez.engine.routing.proto.CreateQueueQuestion;
import dev.vez.engine.routing.proto.DeleteQueueQuestion;
import dev.vez.engine.routing.proto.GroupQueuesQuestion;
import dev.vez.engine.routing.proto.QueueStatsQuestion;
import dev.vez.engine.routing.proto.RedriveQuestion;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Another node's administration, which that node carries out itself or not at all. */
final class RemoteAdmin {

  /** As long as a client waits for a redrive. */
  private static final long REDRIVE_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final PeerCaller caller;
  private final long node;

  RemoteAdmin(PeerCaller caller, long node) {
    this.caller = caller;
    this.node = node;
  }

  CompletionStage<Result<String>> createQueue(NewQueue queue) {
    return caller.ask(
        node,
        caller
            .question()
            .setCreateQueue(
                CreateQueueQuestion.newBuilder()
                    .setName(queue.name())
                    .setOnEnqueueScript(queue.onEnqueueScript())
                    .setOnFailureScript(queue.onFailureScript())
                    .setVisibilityTimeoutMillis(queue.visibilityTimeoutMillis())),
        answer -> answer.hasName() ? answer.getName() : null);
  }

  CompletionStage<Result<Settled>> deleteQueue(String queue) {
    return caller.ask(
        node,
        caller.question().setDeleteQueue(DeleteQueueQuestion.newBuilder().setQueue(queue)),
        RemoteMessaging::settled);
  }

  CompletionStage<Result<Long>> redrive(Redrive redrive) {
    RedriveQuestion.Builder question =
        RedriveQuestion.newBuilder()
            .setDeadLetterQueue(redrive.deadLetterQueue())
            .setCount(redrive.count())
            .setRatePerSecond(redrive.ratePerSecond())
            .setDryRun(redrive.isDryRun());
    String fairnessKey = redrive.fairnessKey();
    if (fairnessKey != null) {
      question.setFairnessKey(fairnessKey);
    }
    return caller.ask(
        node,
        caller.question().setRedrive(question),
        REDRIVE_MILLIS,
        answer -> answer.hasMoved() ? answer.getMoved() : null);
  }

  /** The queues of one group that the node leads. */
  CompletionStage<Result<List<QueueSummary>>> listQueues(int group) {
    return caller.ask(
        node,
        caller.question().setGroupQueues(GroupQueuesQuestion.newBuilder().setGroup(group)),
        answer ->
            answer.hasQueues()
                ? answer.getQueues().getQueuesList().stream().map(PeerWire::summary).toList()
                : null);
  }

  CompletionStage<Result<QueueStats>> queueStats(String queue) {
    return caller.ask(
        node,
        caller.question().setQueueStats(QueueStatsQuestion.newBuilder().setQueue(queue)),
        answer -> answer.hasQueueStats() ? PeerWire.stats(answer.getQueueStats()) : null);
  }
}
