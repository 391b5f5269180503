package dev.vez.engine.service;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.machine.BucketFigures;
import dev.vez.domain.machine.QueueFigures;
import dev.vez.domain.machine.QueueMachine;
import dev.vez.domain.record.GroupSettings;
import dev.vez.engine.catalogue.CatalogueEntry;
import dev.vez.engine.catalogue.CatalogueView;
import dev.vez.engine.delivery.DataGroup;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueStats.KeyStats;
import dev.vez.ports.api.QueueStats.ThrottleStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntUnaryOperator;

/** Puts together what the catalogue and the groups know of queues. */
final class QueueFiguresReader {

  private final CatalogueView catalogue;
  private final DataGroups groups;
  private final AdminOptions options;
  private final IntUnaryOperator replicas;
  private final Executor executor;

  /**
   * A reader of this node's groups.
   *
   * @param replicas nodes that hold a group
   * @param executor on which figures are put together, so that the loops are not held up
   */
  QueueFiguresReader(
      CatalogueView catalogue,
      DataGroups groups,
      AdminOptions options,
      IntUnaryOperator replicas,
      Executor executor) {
    this.catalogue = catalogue;
    this.groups = groups;
    this.options = options;
    this.replicas = replicas;
    this.executor = executor;
  }

  /** The group with the fewest queues, where a new one is best hosted. */
  int emptiestGroup() {
    if (groups.all().size() == 1) {
      return 1;
    }
    int[] queues = new int[groups.all().size()];
    catalogue.all().forEach(queue -> queues[queue.group() - 1]++);
    int emptiest = 0;
    for (int i = 1; i < queues.length; i++) {
      if (queues[i] < queues[emptiest]) {
        emptiest = i;
      }
    }
    return emptiest + 1;
  }

  /** The numbers of all groups. */
  List<Integer> groups() {
    return groups.all().stream().map(DataGroup::number).toList();
  }

  /** The queues of some groups, ordered by name. */
  void list(List<Integer> numbers, CompletableFuture<Result<List<QueueSummary>>> answer) {
    List<CompletableFuture<Result<List<QueueFigures>>>> asked =
        numbers.stream()
            .map(groups::get)
            .map(group -> group.<List<QueueFigures>>ask(QueueMachine::figures))
            .toList();
    CompletableFuture<Void> _ =
        CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
            .thenRunAsync(
                () ->
                    answer.complete(
                        summaries(asked.stream().map(CompletableFuture::join).toList())),
                executor);
  }

  void read(String queue, CompletableFuture<Result<QueueStats>> answer) {
    CatalogueEntry entry = catalogue.find(queue);
    if (entry == null) {
      answer.complete(Result.rejected(new Rejection.QueueNotFound(queue)));
      return;
    }
    DataGroup group = groups.get(entry.group());
    CompletableFuture<Void> _ =
        group
            .<Optional<QueueStats>>ask(machine -> stats(machine, entry, group.logTimeMicros()))
            .thenAccept(result -> answer.complete(found(result, queue)));
  }

  private Result<List<QueueSummary>> summaries(List<Result<List<QueueFigures>>> results) {
    Map<QueueId, QueueFigures> byId = new HashMap<>();
    for (Result<List<QueueFigures>> result : results) {
      switch (result) {
        case Result.Accepted<List<QueueFigures>>(var figures) ->
            figures.forEach(each -> byId.put(each.queue(), each));
        case Result.Rejected<List<QueueFigures>>(var reason) -> {
          return Result.rejected(reason);
        }
      }
    }
    return Result.accepted(
        catalogue.all().stream()
            .sorted(Comparator.comparing(CatalogueEntry::name))
            .flatMap(
                entry ->
                    Optional.ofNullable(byId.get(entry.id())).stream()
                        .map(figures -> summary(entry.name(), figures)))
            .toList());
  }

  private Optional<QueueStats> stats(QueueMachine machine, CatalogueEntry entry, long nowMicros) {
    int quantum = machine.settings().map(GroupSettings::quantum).orElse(0);
    return machine
        .figures(entry.id())
        .map(
            figures ->
                new QueueStats(
                    summary(entry.name(), figures),
                    figures.activeFlows(),
                    quantum,
                    replicas.applyAsInt(entry.group()),
                    machine.flows(entry.id(), QueueStats.KEYS_MAX).stream()
                        .map(
                            flow ->
                                new KeyStats(
                                    flow.fairnessKey(),
                                    flow.pending(),
                                    flow.deficit(),
                                    flow.weight()))
                        .toList(),
                    machine.buckets(QueueStats.THROTTLES_MAX).stream()
                        .map(bucket -> throttle(bucket, nowMicros - machine.logTimeMicros()))
                        .toList()));
  }

  /**
   * A bucket with what it has gained since the last entry, which on an idle node may be long ago.
   */
  private static ThrottleStats throttle(BucketFigures bucket, long sinceMicros) {
    double gained = bucket.rateMicros() * (Math.max(0, sinceMicros) / 1e6);
    double tokens = Math.min((double) bucket.burstMicros(), bucket.tokensMicros() + gained);
    return new ThrottleStats(
        bucket.throttleKey(), (long) tokens, bucket.rateMicros(), bucket.burstMicros());
  }

  private QueueSummary summary(String name, QueueFigures figures) {
    return new QueueSummary(
        name,
        figures.pending() + figures.delayed() + figures.inFlight(),
        figures.inFlight(),
        figures.consumers(),
        options.nodeId());
  }

  private static Result<QueueStats> found(Result<Optional<QueueStats>> result, String queue) {
    return switch (result) {
      case Result.Accepted<Optional<QueueStats>>(var stats) ->
          stats
              .<Result<QueueStats>>map(Result::accepted)
              .orElseGet(() -> Result.rejected(new Rejection.QueueNotFound(queue)));
      case Result.Rejected<Optional<QueueStats>>(var reason) -> Result.rejected(reason);
    };
  }
}
