package dev.vez.engine.routing;

import dev.vez.domain.hash.Digest;
import dev.vez.engine.group.ReplicaState;
import dev.vez.engine.routing.proto.ChangeGroupQuestion;
import dev.vez.engine.routing.proto.Done;
import dev.vez.engine.routing.proto.GroupChangeAnswer;
import dev.vez.engine.routing.proto.GroupStateAnswer;
import dev.vez.engine.routing.proto.GroupStateQuestion;
import dev.vez.engine.routing.proto.Question;
import dev.vez.engine.routing.proto.ReplicaAnswer;
import dev.vez.engine.routing.proto.ReplicaQuestion;
import dev.vez.engine.routing.proto.TransferQuestion;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.replication.MembershipChange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sees and changes who is in a group and who leads it, wherever that is. */
public final class GroupControl {

  private static final GroupView UNKNOWN = new GroupView(0, 0, List.of(), 0, 0);

  /** A group that is busy for longer has nothing to tell. */
  private static final long REPLICA_MILLIS_MAX = 2_000;

  private final GroupsHere groups;
  private final Leaders leaders;
  private final PeerCaller caller;

  /**
   * The control of one node.
   *
   * @param groups those on this node
   */
  public GroupControl(GroupsHere groups, Leaders leaders, PeerCaller caller) {
    this.groups = groups;
    this.leaders = leaders;
    this.caller = caller;
  }

  /** A group as its leader knows it, none where it has none or it does not answer. */
  public CompletionStage<Optional<GroupView>> view(int group) {
    if (leaders.isHere(group)) {
      return CompletableFuture.completedFuture(Optional.of(viewHere(group)));
    }
    return leaders
        .find(group)
        .thenCompose(
            leader ->
                leader == Leaders.NOBODY || leader == leaders.nodeId()
                    ? CompletableFuture.completedFuture(Optional.<GroupView>empty())
                    : viewAt(group, leader));
  }

  /** Whether a node answers. */
  public CompletionStage<Boolean> isReachable(long node) {
    return node == leaders.nodeId()
        ? CompletableFuture.completedFuture(true)
        : state(0, node).thenApply(result -> result instanceof Result.Accepted<GroupStateAnswer>);
  }

  /** What a node holds of a group, none where it is not open there or does not answer. */
  CompletionStage<Optional<ReplicaState>> replica(int group, long node) {
    if (node == leaders.nodeId()) {
      return replicaHere(group);
    }
    return caller
        .<ReplicaAnswer>ask(
            node,
            caller.question().setReplica(ReplicaQuestion.newBuilder().setGroup(group)),
            answer -> answer.hasReplica() ? answer.getReplica() : null)
        .thenApply(
            result ->
                result instanceof Result.Accepted<ReplicaAnswer>(var replica) && replica.getOpen()
                    ? Optional.of(
                        new ReplicaState(
                            replica.getAppliedIndex(),
                            new Digest(replica.getDigestHigh(), replica.getDigestLow())))
                    : Optional.empty());
  }

  /** What this node holds of a group. */
  private CompletionStage<Optional<ReplicaState>> replicaHere(int group) {
    return groups
        .states()
        .apply(group)
        .toCompletableFuture()
        .completeOnTimeout(Optional.empty(), REPLICA_MILLIS_MAX, TimeUnit.MILLISECONDS);
  }

  /** Answers a node that asks for {@link #replica}. */
  CompletionStage<ReplicaAnswer> answerReplica(int group) {
    return replicaHere(group)
        .thenApply(
            state ->
                state
                    .map(
                        it ->
                            ReplicaAnswer.newBuilder()
                                .setOpen(true)
                                .setAppliedIndex(it.appliedIndex())
                                .setDigestHigh(it.digest().high())
                                .setDigestLow(it.digest().low())
                                .build())
                    .orElse(ReplicaAnswer.getDefaultInstance()));
  }

  /** Changes the members of a group. */
  public CompletionStage<ChangeResult> change(int group, MembershipChange change) {
    return atLeader(
        group,
        consensus -> consensus.changeMembers(change),
        () -> caller.question().setChangeGroup(question(group, change)));
  }

  /** Hands the leadership of a group to another of its voters. */
  public CompletionStage<ChangeResult> transfer(int group, long node) {
    return atLeader(
        group,
        consensus -> consensus.transferLeadership(node),
        () ->
            caller
                .question()
                .setTransfer(TransferQuestion.newBuilder().setGroup(group).setNodeId(node)));
  }

  /** A group as this node knows it, with this node as the leader where it leads. */
  public GroupView viewHere(int group) {
    ConsensusGroup consensus = groups.members().apply(group);
    GroupView view = consensus == null ? UNKNOWN : consensus.view();
    long leader = leaders.isHere(group) ? leaders.nodeId() : view.leaderNodeId();
    return new GroupView(
        view.term(), leader, view.members(), view.committedIndex(), view.snapshotIndex());
  }

  /** Answers a node that asks for {@link #viewHere}. */
  GroupStateAnswer answerState(int group) {
    GroupView view = viewHere(group);
    return GroupStateAnswer.newBuilder()
        .setTerm(view.term())
        .setLeaderNodeId(view.leaderNodeId())
        .addAllMembers(view.members().stream().map(PeerWire::groupMember).toList())
        .setCommittedIndex(view.committedIndex())
        .setSnapshotIndex(view.snapshotIndex())
        .setServing(leaders.isHere(group))
        .build();
  }

  /** Changes the members of a group that this node leads. */
  CompletionStage<ChangeResult> changeHere(int group, MembershipChange change) {
    return here(group, consensus -> consensus.changeMembers(change));
  }

  /** Hands on the leadership of a group that this node leads. */
  public CompletionStage<ChangeResult> transferHere(int group, long node) {
    return here(group, consensus -> consensus.transferLeadership(node));
  }

  static GroupChangeAnswer answer(ChangeResult result) {
    GroupChangeAnswer.Builder answer = GroupChangeAnswer.newBuilder();
    switch (result) {
      case ChangeResult.Done() -> answer.setDone(Done.getDefaultInstance());
      case ChangeResult.NotLeader() -> answer.setNotLeader(Done.getDefaultInstance());
      case ChangeResult.Failed(var why) -> answer.setFailed(why);
    }
    return answer.build();
  }

  static MembershipChange change(ChangeGroupQuestion question) {
    return switch (question.getChangeCase()) {
      case ADD_VOTER -> new MembershipChange.AddVoter(PeerWire.groupMember(question.getAddVoter()));
      case ADD_LEARNER ->
          new MembershipChange.AddLearner(PeerWire.groupMember(question.getAddLearner()));
      case REMOVE -> new MembershipChange.Remove(question.getRemove());
      case CHANGE_NOT_SET ->
          throw new IllegalArgumentException("Expected a change that this version knows");
    };
  }

  private static ChangeGroupQuestion question(int group, MembershipChange change) {
    ChangeGroupQuestion.Builder question = ChangeGroupQuestion.newBuilder().setGroup(group);
    switch (change) {
      case MembershipChange.AddVoter(var voter) ->
          question.setAddVoter(PeerWire.groupMember(voter));
      case MembershipChange.AddLearner(var learner) ->
          question.setAddLearner(PeerWire.groupMember(learner));
      case MembershipChange.Remove(var node) -> question.setRemove(node);
    }
    return question.build();
  }

  private CompletionStage<ChangeResult> here(
      int group, Function<ConsensusGroup, CompletionStage<ChangeResult>> change) {
    ConsensusGroup consensus = groups.members().apply(group);
    return consensus == null || !leaders.isHere(group)
        ? CompletableFuture.completedFuture(new ChangeResult.NotLeader())
        : change.apply(consensus);
  }

  private CompletionStage<ChangeResult> atLeader(
      int group,
      Function<ConsensusGroup, CompletionStage<ChangeResult>> change,
      Supplier<Question.Builder> question) {
    if (leaders.isHere(group)) {
      return here(group, change);
    }
    return leaders
        .find(group)
        .thenCompose(
            leader ->
                leader == Leaders.NOBODY || leader == leaders.nodeId()
                    ? CompletableFuture.completedFuture(new ChangeResult.NotLeader())
                    : ask(leader, question.get()));
  }

  private CompletionStage<ChangeResult> ask(long leader, Question.Builder question) {
    return caller
        .<ChangeResult>ask(
            leader,
            question,
            answer -> answer.hasGroupChange() ? result(answer.getGroupChange()) : null)
        .thenApply(
            result ->
                switch (result) {
                  case Result.Accepted<ChangeResult>(var change) -> change;
                  case Result.Rejected<ChangeResult>(Rejection.NotLeader _) ->
                      new ChangeResult.NotLeader();
                  case Result.Rejected<ChangeResult>(var reason) ->
                      new ChangeResult.Failed(reason.toString());
                });
  }

  private static @Nullable ChangeResult result(GroupChangeAnswer answer) {
    return switch (answer.getKindCase()) {
      case DONE -> new ChangeResult.Done();
      case NOT_LEADER -> new ChangeResult.NotLeader();
      case FAILED -> new ChangeResult.Failed(answer.getFailed());
      case KIND_NOT_SET -> null;
    };
  }

  private CompletionStage<Optional<GroupView>> viewAt(int group, long leader) {
    return state(group, leader)
        .thenApply(
            result -> {
              if (result instanceof Result.Accepted<GroupStateAnswer>(var state)
                  && state.getServing()) {
                return Optional.of(
                    new GroupView(
                        state.getTerm(),
                        state.getLeaderNodeId(),
                        state.getMembersList().stream().map(PeerWire::groupMember).toList(),
                        state.getCommittedIndex(),
                        state.getSnapshotIndex()));
              }
              leaders.forget(group, leader);
              return Optional.empty();
            });
  }

  private CompletionStage<Result<GroupStateAnswer>> state(int group, long node) {
    return caller.ask(
        node,
        caller.question().setGroupState(GroupStateQuestion.newBuilder().setGroup(group)),
        answer -> answer.hasGroupState() ? answer.getGroupState() : null);
  }
}
