package dev.vez.engine.routing;

import dev.vez.domain.machine.BucketDemand;
import dev.vez.domain.machine.QueueMachine;
import dev.vez.engine.cluster.DemandQuery;
import dev.vez.engine.cluster.DemandReader;
import dev.vez.engine.cluster.GroupDemand;
import dev.vez.engine.routing.proto.DemandAnswer;
import dev.vez.engine.routing.proto.DemandQuestion;
import dev.vez.engine.service.DataGroups;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The demand at the token buckets of a data group, asked of whoever leads it. */
final class RoutedDemand implements DemandReader {

  private final DataGroups groups;
  private final Leaders leaders;
  private final PeerCaller caller;

  RoutedDemand(DataGroups groups, Leaders leaders, PeerCaller caller) {
    this.groups = groups;
    this.leaders = leaders;
    this.caller = caller;
  }

  @Override
  public CompletionStage<Optional<GroupDemand>> ask(int group, DemandQuery query) {
    if (leaders.isHere(group)) {
      return here(groups, group, query).thenApply(RoutedDemand::accepted);
    }
    return leaders
        .find(group)
        .thenCompose(
            leader ->
                leader == Leaders.NOBODY || leader == leaders.nodeId()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : there(group, query, leader));
  }

  private CompletionStage<Optional<GroupDemand>> there(int group, DemandQuery query, long leader) {
    return caller
        .<GroupDemand>ask(
            leader,
            caller
                .question()
                .setDemand(
                    DemandQuestion.newBuilder()
                        .setGroup(group)
                        .addAllWatched(query.watched())
                        .setAfter(query.after())
                        .setLackingMax(query.lackingMax())),
            answer -> answer.hasDemand() ? decode(answer.getDemand()) : null)
        .thenApply(
            result -> {
              if (result instanceof Result.Rejected<GroupDemand>(Rejection.NotLeader _)) {
                leaders.forget(group, leader);
              }
              return accepted(result);
            });
  }

  /** The demand in a group that this node leads. */
  static CompletionStage<Result<GroupDemand>> here(
      DataGroups groups, int group, DemandQuery query) {
    return groups.get(group).ask((QueueMachine machine) -> read(machine, query));
  }

  static DemandQuery decode(DemandQuestion question) {
    return new DemandQuery(
        question.getWatchedList(), question.getAfter(), question.getLackingMax());
  }

  static DemandAnswer encode(GroupDemand demand) {
    return DemandAnswer.newBuilder()
        .addAllBuckets(
            demand.watched().stream()
                .map(
                    each ->
                        DemandAnswer.Bucket.newBuilder()
                            .setThrottleKey(each.throttleKey())
                            .setLacking(each.lacking())
                            .setGiven(each.given())
                            .build())
                .toList())
        .addAllLacking(demand.lacking())
        .build();
  }

  private static GroupDemand decode(DemandAnswer answer) {
    return new GroupDemand(
        answer.getBucketsList().stream()
            .map(
                each -> new BucketDemand(each.getThrottleKey(), each.getLacking(), each.getGiven()))
            .toList(),
        answer.getLackingList());
  }

  private static GroupDemand read(QueueMachine machine, DemandQuery query) {
    return new GroupDemand(
        machine.demandAt(query.watched()), machine.lackingAfter(query.after(), query.lackingMax()));
  }

  private static Optional<GroupDemand> accepted(Result<GroupDemand> result) {
    return result instanceof Result.Accepted<GroupDemand>(var demand)
        ? Optional.of(demand)
        : Optional.empty();
  }
}
