package dev.vez.engine.routing;

import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.engine.service.QueueAdminService;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueAdmin;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Administration that any node can be asked for: changes go to the leader of meta. */
final class RoutedAdmin implements QueueAdmin {

  private final QueueAdminService local;
  private final Router router;
  private final int dataGroups;

  /**
   * Administration of one node.
   *
   * @param local carries out what this node leads
   */
  RoutedAdmin(QueueAdminService local, Router router, int dataGroups) {
    this.local = local;
    this.router = router;
    this.dataGroups = dataGroups;
  }

  @Override
  public CompletionStage<Result<String>> createQueue(NewQueue queue) {
    return router.byGroup(
        MetaGroup.NUMBER,
        () -> local.createQueue(queue),
        leader -> router.adminOf(leader).createQueue(queue));
  }

  @Override
  public CompletionStage<Result<Settled>> deleteQueue(String queue) {
    return router.byGroup(
        MetaGroup.NUMBER,
        () -> local.deleteQueue(queue),
        leader -> router.adminOf(leader).deleteQueue(queue));
  }

  @Override
  public CompletionStage<Result<QueueStats>> queueStats(String queue) {
    return router.byQueue(
        queue, () -> local.queueStats(queue), leader -> router.adminOf(leader).queueStats(queue));
  }

  @Override
  public CompletionStage<Result<Long>> redrive(Redrive redrive) {
    return router.byQueue(
        redrive.deadLetterQueue(),
        () -> local.redrive(redrive),
        leader -> router.adminOf(leader).redrive(redrive));
  }

  /** Asks the leader of each group. */
  @Override
  public CompletionStage<Result<List<QueueSummary>>> listQueues() {
    List<CompletableFuture<Result<List<QueueSummary>>>> asked =
        IntStream.rangeClosed(1, dataGroups)
            .mapToObj(group -> listQueues(group).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(_ -> merged(asked.stream().map(CompletableFuture::join).toList()));
  }

  private CompletionStage<Result<List<QueueSummary>>> listQueues(int group) {
    return router.byGroup(
        group, () -> local.listQueues(group), leader -> router.adminOf(leader).listQueues(group));
  }

  private static Result<List<QueueSummary>> merged(List<Result<List<QueueSummary>>> results) {
    List<QueueSummary> all = new ArrayList<>();
    for (Result<List<QueueSummary>> result : results) {
      switch (result) {
        case Result.Accepted<List<QueueSummary>>(var queues) -> all.addAll(queues);
        case Result.Rejected<List<QueueSummary>> rejected -> {
          return rejected;
        }
      }
    }
    all.sort(Comparator.comparing(QueueSummary::name));
    return Result.accepted(all);
  }
}
