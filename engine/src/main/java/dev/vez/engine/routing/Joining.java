package dev.vez.engine.routing;

import dev.vez.domain.record.MemberRecord;
import dev.vez.engine.routing.proto.JoinAnswer;
import dev.vez.engine.routing.proto.JoinQuestion;
import dev.vez.engine.routing.proto.Question;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.peers.Peers;
import java.util.concurrent.CompletionStage;

/** How a node asks to become a member, before it opens any group. */
public final class Joining {

  /** What came of it. */
  public sealed interface Outcome {

    /**
     * The node is a member.
     *
     * @param clusterId of the cluster
     * @param dataGroups of the cluster
     */
    record Joined(String clusterId, int dataGroups) implements Outcome {}

    /**
     * The node cannot join as it is.
     *
     * @param why for the administrator
     */
    record Refused(String why) implements Outcome {}

    /**
     * Not now; to be asked again.
     *
     * @param leaderHint whom to ask, as {@code host:port}, empty where that is not known
     * @param why for the log
     */
    record NotNow(String leaderHint, String why) implements Outcome {}
  }

  private static final long TIMEOUT_MILLIS = 10_000;

  private Joining() {}

  /**
   * Asks once.
   *
   * @param address client address of a member
   * @param self the node, with the addresses that it announces
   * @param clusterId of the cluster that it belongs to, empty where it belongs to none yet
   */
  public static CompletionStage<Outcome> ask(
      Peers peers, String address, MemberRecord self, String clusterId) {
    Question question =
        Question.newBuilder()
            .setClusterId(clusterId)
            .setFromNodeId(self.nodeId())
            .setJoin(JoinQuestion.newBuilder().setMember(PeerWire.member(self)))
            .build();
    return PeerCaller.<JoinAnswer>ask(
            peers,
            address,
            question,
            TIMEOUT_MILLIS,
            answer -> answer.hasJoined() ? answer.getJoined() : null)
        .thenApply(result -> outcome(result, self));
  }

  private static Outcome outcome(Result<JoinAnswer> result, MemberRecord self) {
    return switch (result) {
      case Result.Accepted<JoinAnswer>(var joined) ->
          joined.hasConflict()
              ? new Outcome.Refused(conflict(PeerWire.member(joined.getConflict()), self))
              : new Outcome.Joined(joined.getClusterId(), joined.getDataGroups());
      case Result.Rejected<JoinAnswer>(Rejection.NotLeader(var hint)) ->
          new Outcome.NotNow(hint, "the leader of the cluster is not known there");
      case Result.Rejected<JoinAnswer>(Rejection.InvalidArgument(_, var problem)) ->
          new Outcome.Refused(problem);
      case Result.Rejected<JoinAnswer>(var reason) -> new Outcome.NotNow("", reason.toString());
    };
  }

  private static String conflict(MemberRecord existing, MemberRecord self) {
    if (existing.nodeId() != self.nodeId()) {
      return "the address "
          + self.address()
          + " is that of node "
          + existing.nodeId()
          + ", which is a member already";
    }
    return existing.address().equals(self.address())
        ? "node "
            + self.nodeId()
            + " is a member already, with another data folder; if that is lost, remove the node"
            + " first: vez cluster remove "
            + self.nodeId()
        : "node "
            + self.nodeId()
            + " is a member already, at "
            + existing.address()
            + "; give this one another node_id";
  }
}
