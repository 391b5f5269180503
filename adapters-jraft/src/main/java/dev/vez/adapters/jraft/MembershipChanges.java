package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.error.RaftError;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ChangeResult.Done;
import dev.vez.ports.replication.ChangeResult.Failed;
import dev.vez.ports.replication.ChangeResult.NotLeader;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.MembershipChange;
import dev.vez.ports.replication.MembershipChange.AddLearner;
import dev.vez.ports.replication.MembershipChange.AddVoter;
import dev.vez.ports.replication.MembershipChange.Remove;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Changes the members of a group through the JRaft node of its leader, one at a time. */
final class MembershipChanges {

  private static final ChangeResult DONE = new Done();
  private static final ChangeResult NOT_LEADER = new NotLeader();

  /** Nobody waits for it. */
  private static final Closure NOTHING = status -> {};

  private final MemberNode node;
  private final Duration timeout;
  private final Duration nudgeInterval;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /**
   * Changes through one node.
   *
   * @param timeout after which a change is given up
   * @param nudgeInterval how often a new voter is sent something where JRaft waits for it
   */
  MembershipChanges(MemberNode node, Duration timeout, Duration nudgeInterval) {
    this.node = node;
    this.timeout = timeout;
    this.nudgeInterval = nudgeInterval;
  }

  CompletionStage<ChangeResult> apply(MembershipChange change) {
    if (!node.isLeader()) {
      return CompletableFuture.completedFuture(NOT_LEADER);
    }
    if (!underWay.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(
          new Failed("another change of members is under way"));
    }
    CompletableFuture<ChangeResult> result =
        CompletableFuture.supplyAsync(() -> start(change), JraftProcess.executor())
            .thenCompose(started -> started)
            .completeOnTimeout(
                new Failed("no answer within " + timeout),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS)
            .exceptionally(cause -> new Failed(String.valueOf(cause.getMessage())));
    // First free, then told, so that who hears of the end can start the next one.
    return result.whenComplete((done, failed) -> underWay.set(false));
  }

  private CompletionStage<ChangeResult> start(MembershipChange change) {
    Configuration members = node.getCurrentConf();
    return switch (change) {
      case AddLearner(GroupMember learner) -> addLearner(members, learner);
      case AddVoter(GroupMember voter) -> addVoter(members, voter);
      case Remove(long nodeId) -> remove(members, nodeId);
    };
  }

  private CompletionStage<ChangeResult> addLearner(Configuration members, GroupMember learner) {
    PeerId peer = Members.peer(learner);
    PeerId voter = Members.find(members.getPeers(), learner.nodeId());
    PeerId current = Members.find(members.getLearners(), learner.nodeId());
    if (voter != null || (current != null && !current.equals(peer))) {
      return failed("Expected node " + learner.nodeId() + " to be removed first");
    }
    if (current != null) {
      return CompletableFuture.completedFuture(DONE);
    }
    if (!node.getRpcService().connect(peer.getEndpoint())) {
      return unreachable(learner);
    }
    return RaftNode.ask(done -> node.addLearners(List.of(peer), done))
        .thenApply(MembershipChanges::result);
  }

  private CompletionStage<ChangeResult> addVoter(Configuration members, GroupMember voter) {
    PeerId peer = Members.peer(voter);
    PeerId current = Members.find(members.getPeers(), voter.nodeId());
    PeerId learner = Members.find(members.getLearners(), voter.nodeId());
    if ((current != null && !current.equals(peer)) || (learner != null && !learner.equals(peer))) {
      return failed(
          "Expected node " + voter.nodeId() + " to be removed first, as it has another address");
    }
    if (current != null) {
      return CompletableFuture.completedFuture(DONE);
    }
    if (!node.getRpcService().connect(peer.getEndpoint())) {
      return unreachable(voter);
    }
    return learner == null
        ? addPeer(peer).thenApply(MembershipChanges::result)
        : promote(peer).thenApply(MembershipChanges::result);
  }

  /**
   * JRaft never counts what a learner has acknowledged, even once it is a voter, unless the learner
   * was removed before. Where it cannot become a voter then, it is a learner again.
   */
  private CompletionStage<Status> promote(PeerId peer) {
    return RaftNode.ask(done -> node.removeLearners(List.of(peer), done))
        .thenCompose(
            removed -> removed.isOk() ? addPeer(peer) : CompletableFuture.completedFuture(removed))
        .thenCompose(
            added ->
                added.isOk() || node.getCurrentConf().getLearners().contains(peer)
                    ? CompletableFuture.completedFuture(added)
                    : RaftNode.ask(done -> node.addLearners(List.of(peer), done))
                        .thenApply(restored -> added));
  }

  private CompletionStage<Status> addPeer(PeerId peer) {
    CompletableFuture<Status> added =
        RaftNode.ask(done -> node.addPeer(peer, done)).toCompletableFuture();
    nudgeUntil(added);
    return added;
  }

  /**
   * JRaft sees that a new voter has caught up only when that answers to entries. Where the answer
   * to the last ones came before JRaft began to look, and nobody proposes anything, it would wait
   * for ever (1.4.1, {@code Replicator.notifyOnCaughtUp}); an entry without content ends that.
   */
  private void nudgeUntil(CompletableFuture<Status> added) {
    CompletableFuture.delayedExecutor(
            nudgeInterval.toMillis(), TimeUnit.MILLISECONDS, JraftProcess.executor())
        .execute(
            () -> {
              if (!added.isDone() && node.isLeader()) {
                node.apply(new Task(GroupStateMachine.nudge(), NOTHING));
                nudgeUntil(added);
              }
            });
  }

  private CompletionStage<ChangeResult> remove(Configuration members, long nodeId) {
    PeerId voter = Members.find(members.getPeers(), nodeId);
    PeerId learner = Members.find(members.getLearners(), nodeId);
    if (voter != null) {
      return RaftNode.ask(done -> node.removePeer(voter, done))
          .thenApply(MembershipChanges::result);
    }
    if (learner != null) {
      return RaftNode.ask(done -> node.removeLearners(List.of(learner), done))
          .thenApply(MembershipChanges::result);
    }
    return CompletableFuture.completedFuture(DONE);
  }

  /** What JRaft's answer to a change of members or of leader means. */
  static ChangeResult result(Status status) {
    if (status.isOk()) {
      return DONE;
    }
    String text = String.valueOf(status.getErrorMsg());
    // Said only before anything is done; "Leader stepped down." may come afterwards.
    boolean refused = text.equals("Not leader") || text.equals("Not a leader");
    return status.getRaftError() == RaftError.EPERM && refused
        ? NOT_LEADER
        : new Failed("JRaft says: " + status);
  }

  private static CompletionStage<ChangeResult> unreachable(GroupMember member) {
    return failed("node " + member.nodeId() + " cannot be reached at " + member.address());
  }

  private static CompletionStage<ChangeResult> failed(String why) {
    return CompletableFuture.completedFuture(new Failed(why));
  }
}
