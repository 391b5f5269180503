package dev.vez.engine.routing;

import dev.vez.domain.record.MemberRecord;
import dev.vez.engine.catalogue.MemberView;
import dev.vez.engine.group.GroupStatus;
import dev.vez.engine.routing.proto.GroupStateAnswer;
import dev.vez.engine.routing.proto.GroupStateQuestion;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Which node leads each group. What this node is a member of it knows itself; of other groups it
 * asks the members, and remembers the answer until it proves wrong.
 */
public final class Leaders {

  /** No node is known to lead. */
  static final long NOBODY = 0;

  private final long nodeId;
  private final IntFunction<GroupStatus> statuses;
  private final MemberView members;
  private final PeerCaller caller;
  private final Map<Integer, Long> heard = new ConcurrentHashMap<>();

  /**
   * The leaders as one node knows them.
   *
   * @param statuses how this node's member of each group is doing
   */
  public Leaders(
      long nodeId, IntFunction<GroupStatus> statuses, MemberView members, PeerCaller caller) {
    this.nodeId = nodeId;
    this.statuses = statuses;
    this.members = members;
    this.caller = caller;
  }

  /** This node. */
  long nodeId() {
    return nodeId;
  }

  /** Whether this node leads a group and takes requests. */
  boolean isHere(int group) {
    return statuses.apply(group) instanceof GroupStatus.Serving;
  }

  /** Who leads a group as far as this node knows without asking, {@link #NOBODY} for nobody. */
  long of(int group) {
    return switch (statuses.apply(group)) {
      case GroupStatus.Serving _ -> nodeId;
      case GroupStatus.Following(var leader) -> leader;
      case GroupStatus.Starting(),
          GroupStatus.NotLeading(),
          GroupStatus.Failed _,
          GroupStatus.Stopped() ->
          heard.getOrDefault(group, NOBODY);
    };
  }

  /** Who leads a group, after asking where this node does not know. */
  CompletionStage<Long> find(int group) {
    long known = of(group);
    return known != NOBODY
        ? CompletableFuture.completedFuture(known)
        : ask(group, members.all().iterator());
  }

  /** A node was taken for the leader of a group and was not. */
  void forget(int group, long node) {
    heard.remove(group, node);
  }

  /** The client address of a group's leader, empty where it is not known or is this node. */
  String hint(int group) {
    long leader = of(group);
    return leader == nodeId || leader == NOBODY ? "" : members.clientAddressOf(leader);
  }

  /** Names the leader where a rejection leaves that open. */
  Rejection hinted(Rejection reason, int group) {
    return reason instanceof Rejection.NotLeader(var hint) && hint.isEmpty()
        ? new Rejection.NotLeader(hint(group))
        : reason;
  }

  <T> Result<T> hinted(Result<T> result, int group) {
    return result instanceof Result.Rejected<T>(var reason)
        ? Result.rejected(hinted(reason, group))
        : result;
  }

  private CompletionStage<Long> ask(int group, Iterator<MemberRecord> rest) {
    while (rest.hasNext()) {
      long node = rest.next().nodeId();
      if (node != nodeId) {
        return askOne(group, node)
            .thenCompose(
                leader -> {
                  if (leader == NOBODY) {
                    return ask(group, rest);
                  }
                  heard.put(group, leader);
                  return CompletableFuture.completedFuture(leader);
                });
      }
    }
    return CompletableFuture.completedFuture(NOBODY);
  }

  private CompletionStage<Long> askOne(int group, long node) {
    return caller
        .<GroupStateAnswer>ask(
            node,
            caller.question().setGroupState(GroupStateQuestion.newBuilder().setGroup(group)),
            answer -> answer.hasGroupState() ? answer.getGroupState() : null)
        .thenApply(
            result ->
                result instanceof Result.Accepted<GroupStateAnswer>(var state)
                    ? state.getLeaderNodeId()
                    : NOBODY);
  }
}
