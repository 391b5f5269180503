package dev.vez.engine.routing;

import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import dev.vez.engine.catalogue.MemberView;
import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.engine.cluster.ClusterSetup;
import dev.vez.engine.cluster.Membership;
import dev.vez.engine.routing.proto.RemoveNodeQuestion;
import dev.vez.ports.api.ClusterAdmin;
import dev.vez.ports.api.ClusterStatus;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.GroupView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Administration of the cluster that any node can be asked for. */
final class RoutedClusterAdmin implements ClusterAdmin {

  private final ClusterSetup setup;
  private final MemberView members;
  private final Membership membership;
  private final GroupControl control;
  private final Router router;

  RoutedClusterAdmin(
      ClusterSetup setup,
      MemberView members,
      Membership membership,
      GroupControl control,
      Router router) {
    this.setup = setup;
    this.members = members;
    this.membership = membership;
    this.control = control;
    this.router = router;
  }

  @Override
  public int nodeCount() {
    return members.all().size();
  }

  @Override
  public CompletionStage<Result<ClusterStatus>> status() {
    List<CompletableFuture<ClusterStatus.Node>> nodes =
        members.all().stream().map(each -> node(each).toCompletableFuture()).toList();
    List<CompletableFuture<ClusterStatus.Group>> groups =
        IntStream.rangeClosed(MetaGroup.NUMBER, setup.dataGroups())
            .mapToObj(number -> group(number).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(nodes.toArray(CompletableFuture<?>[]::new))
        .thenCombine(
            CompletableFuture.allOf(groups.toArray(CompletableFuture<?>[]::new)),
            (_, _) ->
                Result.accepted(
                    new ClusterStatus(
                        setup.clusterId(),
                        nodes.stream().map(CompletableFuture::join).toList(),
                        groups.stream().map(CompletableFuture::join).toList())));
  }

  @Override
  public CompletionStage<Result<Settled>> removeNode(long nodeId) {
    return router.byGroup(
        MetaGroup.NUMBER,
        () -> membership.remove(nodeId),
        leader ->
            router.ask(
                leader,
                question ->
                    question.setRemoveNode(RemoveNodeQuestion.newBuilder().setNodeId(nodeId)),
                RemoteMessaging::settled));
  }

  @Override
  public CompletionStage<Result<Settled>> transferLeadership(int group, long nodeId) {
    if (group < 0 || group > setup.dataGroups()) {
      return Router.rejected(
          new Rejection.InvalidArgument(
              "group", "Expected a group from 0 to " + setup.dataGroups() + ", but got " + group));
    }
    if (members.find(nodeId) == null) {
      return Router.rejected(
          new Rejection.InvalidArgument(
              "node_id", "Expected a member of the cluster, but got " + nodeId));
    }
    return control.transfer(group, nodeId).thenApply(RoutedClusterAdmin::settled);
  }

  private static Result<Settled> settled(ChangeResult result) {
    return switch (result) {
      case ChangeResult.Done() -> Result.accepted(Settled.INSTANCE);
      case ChangeResult.NotLeader() -> Result.rejected(new Rejection.NotLeader(""));
      case ChangeResult.Failed(var why) -> Result.rejected(new Rejection.OutcomeUnknown(why));
    };
  }

  private CompletionStage<ClusterStatus.Node> node(MemberRecord member) {
    return control
        .isReachable(member.nodeId())
        .thenApply(
            reachable ->
                new ClusterStatus.Node(
                    member.nodeId(),
                    member.address(),
                    member.clientAddress(),
                    member.role() == MemberRole.VOTER,
                    reachable));
  }

  private CompletionStage<ClusterStatus.Group> group(int number) {
    return control
        .view(number)
        .thenApply(view -> view.orElseGet(() -> leaderless(number)))
        .thenCompose(
            view -> replicas(number, view).thenApply(replicas -> group(number, view, replicas)));
  }

  /** Of those members that answer. */
  private CompletionStage<List<ClusterStatus.Replica>> replicas(int number, GroupView view) {
    List<CompletableFuture<Optional<ClusterStatus.Replica>>> asked =
        view.members().stream()
            .map(
                member ->
                    control
                        .replica(number, member.nodeId())
                        .thenApply(
                            state ->
                                state.map(
                                    it ->
                                        new ClusterStatus.Replica(
                                            member.nodeId(),
                                            it.appliedIndex(),
                                            it.digest().toString())))
                        .toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            _ -> asked.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList());
  }

  /** What this node knows where nobody else says more. */
  private GroupView leaderless(int number) {
    GroupView here = control.viewHere(number);
    return new GroupView(
        here.term(), 0, here.members(), here.committedIndex(), here.snapshotIndex());
  }

  private static ClusterStatus.Group group(
      int number, GroupView view, List<ClusterStatus.Replica> replicas) {
    return new ClusterStatus.Group(
        number,
        view.leaderNodeId(),
        view.term(),
        nodes(view, GroupMember.Role.VOTER),
        nodes(view, GroupMember.Role.LEARNER),
        view.committedIndex(),
        replicas);
  }

  private static List<Long> nodes(GroupView view, GroupMember.Role role) {
    return view.members().stream()
        .filter(member -> member.role() == role)
        .map(GroupMember::nodeId)
        .toList();
  }
}
