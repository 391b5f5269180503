package dev.vez.adapters.ratis;

import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusListener;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.replication.MembershipChange;
import dev.vez.ports.replication.ProposalResult;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's member of one group: a division of the node's Ratis server. Where Ratis closes the
 * division because the member was removed, it is opened again without members, so that the member
 * can be taken back.
 */
final class RatisConsensusGroup implements ConsensusGroup {

  private static final Logger LOG = LoggerFactory.getLogger(RatisConsensusGroup.class);

  /** How long a division that was closed by Ratis is given to say why. */
  private static final int CLOSED_MILLIS = 1_000;

  private static final int REOPEN_MILLIS_MAX = 10_000;
  private static final int STOP_SECONDS_MAX = 60;

  private final RaftServer server;
  private final RaftGroupId id;
  private final RatisSettings.Timing timing;
  private final int entryBytesMax;
  private final List<GroupMember> initialMembers;
  private final Runnable onStopped;
  private final Proposals proposals;
  private final MemberChanges changes;

  /** Keeps proposals in order, and the proposing thread out of the library's locks. */
  private final ExecutorService proposer;

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean failed = new AtomicBoolean();
  private volatile @Nullable ListenerGate gate;
  private volatile @Nullable HandedOver handedOver;
  private volatile @Nullable GroupStateMachine machine;
  private volatile CompletableFuture<?> opening = CompletableFuture.completedFuture(null);
  private final AtomicInteger reopenings = new AtomicInteger();

  /**
   * A group that is yet to be started.
   *
   * @param onStopped called once the library has let go of the group
   */
  RatisConsensusGroup(
      RaftServer server,
      RaftGroupId id,
      RatisSettings.Timing timing,
      int entryBytesMax,
      List<GroupMember> initialMembers,
      Runnable onStopped) {
    this.server = server;
    this.id = id;
    this.timing = timing;
    this.entryBytesMax = entryBytesMax;
    this.initialMembers = initialMembers;
    this.onStopped = onStopped;
    this.proposals = new Proposals(timing.proposalTimeoutMillis());
    this.changes =
        new MemberChanges(server, id, proposals, this::division, timing.changeTimeoutMillis());
    this.proposer =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("ratis-propose").factory());
  }

  @Override
  public void start(long appliedIndex, ConsensusListener listener) {
    if (gate != null) {
      throw new IllegalStateException("Expected the group to be started once");
    }
    handedOver = new HandedOver(appliedIndex);
    gate = new ListenerGate(listener, this::leads);
    List<RaftPeer> peers = initialMembers.stream().map(Members::peer).toList();
    openDivision(peers);
  }

  @Override
  public CompletionStage<ProposalResult> propose(long expectedTerm, byte[] entry) {
    ConsensusGroup.checkEntry(entry, entryBytesMax);
    if (gate == null || stopping.get()) {
      return CompletableFuture.completedFuture(new ProposalResult.NotLeader(""));
    }
    long callId = proposals.nextCallId();
    CompletableFuture<ProposalResult> result = proposals.expect(callId, expectedTerm);
    try {
      proposer.execute(() -> submit(callId, entry));
    } catch (RejectedExecutionException e) {
      proposals.failed(callId, e);
    }
    return result;
  }

  /** Always: a majority has it on disk. */
  @Override
  public boolean isDurableOnCommit() {
    return true;
  }

  @Override
  public CompletionStage<ChangeResult> changeMembers(MembershipChange change) {
    return changes.change(change);
  }

  @Override
  public CompletionStage<ChangeResult> transferLeadership(long nodeId) {
    return changes.transferLeadership(nodeId);
  }

  @Override
  public CompletionStage<ChangeResult> takeSnapshot() {
    GroupStateMachine current = machine;
    if (current == null || division() == null) {
      return CompletableFuture.completedFuture(new ChangeResult.Failed("the group is not open"));
    }
    current.wantSnapshot();
    SnapshotManagementRequest request =
        SnapshotManagementRequest.newCreate(
            proposals.clientId(),
            server.getId(),
            id,
            proposals.nextCallId(),
            timing.changeTimeoutMillis(),
            1);
    return MemberChanges.inTime(
            () -> server.snapshotManagementAsync(request), timing.changeTimeoutMillis())
        .thenApply(
            result -> {
              String failure = current.snapshotFailure();
              return failure == null ? result : new ChangeResult.Failed(failure);
            });
  }

  @Override
  public GroupView view() {
    RaftServer.Division current = division();
    if (current == null) {
      return new GroupView(0, 0, initialMembers, 0, 0);
    }
    DivisionInfo info = current.getInfo();
    SnapshotInfo snapshot = current.getStateMachine().getLatestSnapshot();
    return new GroupView(
        info.getCurrentTerm(),
        Members.nodeId(info.getLeaderId()),
        Members.of(current.getRaftConf()),
        Math.max(0, current.getRaftLog().getLastCommittedIndex()),
        snapshot == null ? 0 : snapshot.getIndex());
  }

  @Override
  public void stop(String cause) {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    LOG.info("Stopping the member of group {}: {}", id, cause);
    ListenerGate current = gate;
    boolean calledByListener = current != null && current.isHeldByCaller();
    if (current != null) {
      current.close();
    }
    proposer.shutdown();
    proposals.failAll("the group was stopped: " + cause);
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("ratis-stop")
        .start(
            () -> {
              closeDivision();
              onStopped.run();
              closed.complete(null);
            });
    if (!calledByListener) { // Ratis waits for the thread that calls the listener.
      closed.completeOnTimeout(null, STOP_SECONDS_MAX, TimeUnit.SECONDS).join();
    }
  }

  /** A state machine for the division that is being opened. */
  StateMachine newStateMachine() {
    ListenerGate currentGate = gate;
    HandedOver current = handedOver;
    if (currentGate == null || current == null) {
      throw new IllegalStateException("Expected the group to be started");
    }
    GroupStateMachine created =
        new GroupStateMachine(currentGate, proposals, current, new DivisionEvents());
    machine = created;
    return created;
  }

  private void submit(long callId, byte[] entry) {
    if (!proposals.isWaiting(callId)) {
      return;
    }
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(proposals.clientId())
            .setServerId(server.getId())
            .setGroupId(id)
            .setCallId(callId)
            .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(entry)))
            .setType(RaftClientRequest.writeRequestType())
            .build();
    try {
      var _ =
          server
              .submitClientRequestAsync(request)
              .whenComplete((reply, failure) -> onReply(callId, reply, failure));
    } catch (IOException | RuntimeException e) {
      proposals.failed(callId, e);
    }
  }

  private void onReply(long callId, @Nullable RaftClientReply reply, @Nullable Throwable failure) {
    if (failure != null) {
      proposals.failed(callId, failure);
    } else if (reply != null && !reply.isSuccess()) {
      proposals.failed(callId, reply.getException());
    }
  }

  private void openDivision(List<RaftPeer> peers) {
    GroupManagementRequest request =
        GroupManagementRequest.newAdd(
            proposals.clientId(),
            server.getId(),
            proposals.nextCallId(),
            RaftGroup.valueOf(id, peers),
            false);
    opening =
        server
            .groupManagementAsync(request)
            .handle(
                (reply, failure) -> {
                  if (failure != null) {
                    fail(failure);
                  } else if (!reply.isSuccess()) {
                    fail(reply.getException());
                  }
                  return null;
                });
  }

  /** Blocks until the library has let go of the group. */
  private void closeDivision() {
    try {
      opening.join();
      GroupManagementRequest request =
          GroupManagementRequest.newRemove(
              proposals.clientId(), server.getId(), proposals.nextCallId(), id, false, false);
      server.groupManagementAsync(request).join();
    } catch (RuntimeException e) {
      LOG.info("The division of group {} was closed before", id, e);
    }
  }

  private void reopen() {
    if (stopping.get() || failed.get()) {
      return;
    }
    int delayMillis =
        Math.min(REOPEN_MILLIS_MAX, reopenings.getAndIncrement() * timing.electionTimeoutMillis());
    CompletableFuture.delayedExecutor(delayMillis, TimeUnit.MILLISECONDS)
        .execute(
            () ->
                Thread.ofVirtual()
                    .name("ratis-reopen")
                    .start(
                        () -> {
                          if (!stopping.get()) {
                            LOG.info("Group {}: this node is no member, and waits to be one", id);
                            closeDivision();
                            openDivision(List.of());
                          }
                        }));
  }

  private void fail(@Nullable Throwable cause) {
    ListenerGate current = gate;
    if (current != null && !stopping.get() && failed.compareAndSet(false, true)) {
      current.postFailure(
          cause == null ? new IllegalStateException("Ratis has failed without a cause") : cause);
    }
  }

  /** The division once it is open, null before and after. Never blocks for long. */
  private RaftServer.@Nullable Division division() {
    return opening.isDone() && gate != null && !stopping.get() ? divisionThatSpeaks() : null;
  }

  /**
   * The division while it calls its state machine. It may do so before it is known to be open: a
   * leader that is ready then must not be taken for one that is gone.
   */
  private RaftServer.@Nullable Division divisionThatSpeaks() {
    try {
      return server.getDivision(id);
    } catch (IOException e) {
      return null;
    }
  }

  private boolean leads(long term) {
    RaftServer.Division current = divisionThatSpeaks();
    if (current == null) {
      return false;
    }
    DivisionInfo info = current.getInfo();
    return info.isAlive() && info.isLeader() && info.getCurrentTerm() == term;
  }

  /** What one opening of the division tells. */
  private final class DivisionEvents implements GroupStateMachine.Division {

    private final AtomicBoolean told = new AtomicBoolean();

    @Override
    public LongSupplier term() {
      return () -> {
        RaftServer.Division current = divisionThatSpeaks();
        return current == null ? 0 : current.getInfo().getCurrentTerm();
      };
    }

    @Override
    public void failed(Throwable cause) {
      fail(cause);
    }

    @Override
    public void removed() {
      if (told.compareAndSet(false, true)) {
        reopen();
      }
    }

    @Override
    public void closed() {
      RaftServer.Division current = division();
      if (current == null) {
        return;
      }
      long self = Members.nodeId(server.getId());
      if (Members.of(current.getRaftConf()).stream().noneMatch(it -> it.nodeId() == self)) {
        removed();
        return;
      }
      CompletableFuture.delayedExecutor(CLOSED_MILLIS, TimeUnit.MILLISECONDS)
          .execute(
              () -> {
                if (told.compareAndSet(false, true)) {
                  fail(new IllegalStateException("Ratis has closed this member of group " + id));
                }
              });
    }
  }
}
