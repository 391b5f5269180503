package dev.vez.adapters.ratis;

import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ChangeResult.Done;
import dev.vez.ports.replication.ChangeResult.Failed;
import dev.vez.ports.replication.ChangeResult.NotLeader;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.MembershipChange;
import dev.vez.ports.replication.MembershipChange.AddLearner;
import dev.vez.ports.replication.MembershipChange.AddVoter;
import dev.vez.ports.replication.MembershipChange.Remove;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServer.Division;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the members and of the leader of one group. Ratis lets a node that is new catch up
 * before it counts, but makes a learner a voter at once; here it catches up first as well.
 */
final class MemberChanges {

  private static final int CATCH_UP_POLL_MILLIS = 50;

  /** How many entries a learner may be behind to become a voter. */
  private static final long CATCH_UP_ENTRIES = 100;

  private final RaftServer server;
  private final RaftGroupId id;
  private final Proposals proposals;
  private final Supplier<@Nullable Division> division;
  private final int timeoutMillis;
  private final AtomicBoolean changing = new AtomicBoolean();

  MemberChanges(
      RaftServer server,
      RaftGroupId id,
      Proposals proposals,
      Supplier<@Nullable Division> division,
      int timeoutMillis) {
    this.server = server;
    this.id = id;
    this.proposals = proposals;
    this.division = division;
    this.timeoutMillis = timeoutMillis;
  }

  CompletableFuture<ChangeResult> change(MembershipChange change) {
    Division current = division.get();
    if (current == null || !current.getInfo().isLeader()) {
      return CompletableFuture.completedFuture(new NotLeader());
    }
    if (!changing.compareAndSet(false, true)) {
      return failed("another change of members is in progress");
    }
    CompletableFuture<ChangeResult> result;
    try {
      result = start(current, change);
    } catch (RuntimeException e) {
      result = failed(String.valueOf(e));
    }
    return result.whenComplete((done, failure) -> changing.set(false));
  }

  CompletableFuture<ChangeResult> transferLeadership(long nodeId) {
    Division current = division.get();
    if (current == null || !current.getInfo().isLeader()) {
      return CompletableFuture.completedFuture(new NotLeader());
    }
    boolean isVoter =
        Members.of(current.getRaftConf()).stream()
            .anyMatch(it -> it.nodeId() == nodeId && it.role() == GroupMember.Role.VOTER);
    if (!isVoter) {
      return failed("node " + nodeId + " is no voter");
    }
    int transferMillis = Math.min(timeoutMillis, 10_000);
    TransferLeadershipRequest request =
        new TransferLeadershipRequest(
            proposals.clientId(),
            server.getId(),
            id,
            proposals.nextCallId(),
            Members.peerId(nodeId),
            transferMillis);
    return inTime(() -> server.transferLeadershipAsync(request), timeoutMillis);
  }

  /** What the library answers, or that it does not. */
  static CompletableFuture<ChangeResult> inTime(
      Callable<CompletableFuture<RaftClientReply>> call, int timeoutMillis) {
    CompletableFuture<ChangeResult> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("ratis-change")
        .start(
            () -> {
              try {
                var _ =
                    call.call()
                        .whenComplete(
                            (reply, failure) ->
                                result.complete(
                                    failure == null ? resultOf(reply) : resultOf(failure)));
              } catch (Exception e) {
                result.complete(resultOf(e));
              }
            });
    return result.completeOnTimeout(
        new Failed("not known to be carried out within " + timeoutMillis + " ms"),
        timeoutMillis,
        TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<ChangeResult> start(Division current, MembershipChange change) {
    List<GroupMember> before = Members.of(current.getRaftConf());
    return switch (change) {
      case AddLearner(GroupMember learner) -> {
        if (before.stream().anyMatch(it -> it.nodeId() == learner.nodeId())) {
          yield before.contains(learner)
              ? done()
              : failed("node " + learner.nodeId() + " is a member, but not as that learner");
        }
        yield set(before, with(before, learner));
      }
      case AddVoter(GroupMember voter) -> {
        if (before.contains(voter)) {
          yield done();
        }
        boolean known = before.stream().anyMatch(it -> it.nodeId() == voter.nodeId());
        yield known
            ? awaitCaughtUp(current, voter.nodeId(), System.nanoTime())
                .thenCompose(
                    result ->
                        result instanceof Done
                            ? set(before, with(before, voter))
                            : CompletableFuture.completedFuture(result))
            : set(before, with(before, voter));
      }
      case Remove(long nodeId) -> {
        List<GroupMember> after = without(before, nodeId);
        yield after.size() == before.size() ? done() : set(before, after);
      }
    };
  }

  private CompletableFuture<ChangeResult> set(List<GroupMember> before, List<GroupMember> after) {
    SetConfigurationRequest request =
        new SetConfigurationRequest(
            proposals.clientId(),
            server.getId(),
            id,
            proposals.nextCallId(),
            SetConfigurationRequest.Arguments.newBuilder()
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(Members.peers(before, GroupMember.Role.VOTER))
                .setListenersInCurrentConf(Members.peers(before, GroupMember.Role.LEARNER))
                .setServersInNewConf(Members.peers(after, GroupMember.Role.VOTER))
                .setListenersInNewConf(Members.peers(after, GroupMember.Role.LEARNER))
                .build());
    return inTime(() -> server.setConfigurationAsync(request), timeoutMillis);
  }

  /** Done once a member is known to have almost all that is committed. */
  private CompletableFuture<ChangeResult> awaitCaughtUp(
      Division current, long nodeId, long sinceNanos) {
    if (!current.getInfo().isLeader()) {
      return failed("this node has ceased to lead");
    }
    long committed = current.getRaftLog().getLastCommittedIndex();
    for (CommitInfoProto info : current.getCommitInfos()) {
      if (Members.peerId(nodeId).toByteString().equals(info.getServer().getId())
          && info.getCommitIndex() + CATCH_UP_ENTRIES >= committed) {
        return done();
      }
    }
    if (System.nanoTime() - sinceNanos > TimeUnit.MILLISECONDS.toNanos(timeoutMillis)) {
      return failed("node " + nodeId + " has not caught up within " + timeoutMillis + " ms");
    }
    return CompletableFuture.completedFuture(nodeId)
        .thenComposeAsync(
            node -> awaitCaughtUp(current, node, sinceNanos),
            CompletableFuture.delayedExecutor(CATCH_UP_POLL_MILLIS, TimeUnit.MILLISECONDS));
  }

  private static List<GroupMember> with(List<GroupMember> members, GroupMember member) {
    List<GroupMember> result = new ArrayList<>(without(members, member.nodeId()));
    result.add(member);
    return result;
  }

  private static List<GroupMember> without(List<GroupMember> members, long nodeId) {
    return members.stream().filter(it -> it.nodeId() != nodeId).toList();
  }

  private static ChangeResult resultOf(RaftClientReply reply) {
    return reply.isSuccess() ? new Done() : resultOf(reply.getException());
  }

  private static ChangeResult resultOf(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause != null && cause.getCause() instanceof IOException inner) {
      cause = inner;
    }
    if (cause instanceof NotLeaderException && !(cause instanceof LeaderNotReadyException)) {
      // It may come after the change was written.
      return new Failed("this node leads no more");
    }
    return new Failed(String.valueOf(cause));
  }

  private static CompletableFuture<ChangeResult> done() {
    return CompletableFuture.completedFuture(new Done());
  }

  private static CompletableFuture<ChangeResult> failed(String why) {
    return CompletableFuture.completedFuture(new Failed(why));
  }
}
