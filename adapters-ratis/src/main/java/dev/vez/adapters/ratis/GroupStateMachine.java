package dev.vez.adapters.ratis;

import dev.vez.ports.recovery.AppliedPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Ratis takes for the state machine of a group: it hands everything on to the listener. Ratis
 * applies entries, loads and takes snapshots on one thread of the group; what it says on others
 * goes through the gate. A new one is made each time that the division is opened.
 *
 * <p>Ratis replays from its snapshot, which may lie far behind the store: the position that it is
 * told is its own, what was handed over is kept apart in {@link HandedOver}.
 */
final class GroupStateMachine extends BaseStateMachine {

  private static final Logger LOG = LoggerFactory.getLogger(GroupStateMachine.class);

  private final ListenerGate gate;
  private final Proposals proposals;
  private final HandedOver handedOver;
  private final Division division;
  private final SnapshotFolders snapshots = new SnapshotFolders();

  /** What a state machine asks of, and tells to, the one who opened its division. */
  interface Division {

    /** Current term of this member. */
    LongSupplier term();

    /** The group cannot go on. */
    void failed(Throwable cause);

    /** Ratis has closed the division, asked or not. */
    void closed();

    /** Ratis has closed it because this member was removed. */
    void removed();
  }

  /** The term of the configuration entry that is being applied. */
  private long configurationTerm;

  /** After a snapshot that failed, none is tried on its own up to here. */
  private long nextSnapshotIndex;

  private volatile @Nullable String snapshotFailure;
  private volatile boolean snapshotWanted;

  GroupStateMachine(
      ListenerGate gate, Proposals proposals, HandedOver handedOver, Division division) {
    this.gate = gate;
    this.proposals = proposals;
    this.handedOver = handedOver;
    this.division = division;
  }

  /** The next snapshot is taken even where one has just failed. */
  void wantSnapshot() {
    snapshotFailure = null;
    snapshotWanted = true;
  }

  /** Why the last snapshot was not taken, null where it was. */
  @Nullable String snapshotFailure() {
    return snapshotFailure;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage)
      throws IOException {
    super.initialize(server, group, storage);
    snapshots.init(storage);
    getLifeCycle()
        .startAndTransition(
            () -> {
              loadLatest();
            },
            IOException.class);
  }

  @Override
  public SnapshotFolders getStateMachineStorage() {
    return snapshots;
  }

  /** Ratis has received a snapshot and is about to put it in its place. */
  @Override
  public void pause() {
    try {
      snapshots.syncReceived();
    } catch (IOException e) {
      throw new IllegalStateException("A received snapshot could not be synced", e);
    }
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  @Override
  public void reinitialize() throws IOException {
    try {
      snapshots.rescan();
      loadLatest();
    } catch (IOException | RuntimeException e) {
      division.failed(e);
      throw e;
    }
    getLifeCycle().transition(LifeCycle.State.STARTING);
    getLifeCycle().transition(LifeCycle.State.RUNNING);
  }

  @Override
  public TransactionContext preAppendTransaction(TransactionContext transaction)
      throws IOException {
    RaftClientRequest request = transaction.getClientRequest();
    proposals.beforeAppend(request.getClientId(), request.getCallId(), division.term());
    return transaction;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    long index = entry.getIndex();
    long term = entry.getTerm();
    StateMachineLogEntryProto content = entry.getStateMachineLogEntry();
    if (handedOver.advance(index)) {
      byte[] bytes = content.getLogData().toByteArray();
      handOver(() -> gate.call(it -> it.onCommitted(index, term, bytes)));
    }
    updateLastAppliedTermIndex(term, index);
    proposals.committed(content.getClientId(), content.getCallId(), index, term);
    return CompletableFuture.completedFuture(Message.EMPTY);
  }

  @Override
  public void notifyConfigurationChanged(
      long term, long index, RaftConfigurationProto configuration) {
    configurationTerm = term;
  }

  /** Comes with the first entry of the term, a configuration, so all earlier ones are applied. */
  @Override
  public void notifyLeaderReady() {
    long term = configurationTerm;
    handOver(() -> gate.leaderReady(term));
  }

  @Override
  public void notifyNotLeader(Collection<TransactionContext> pending) {
    gate.postLeader(0);
  }

  /** Ratis says nothing when the leader is lost; this comes when an election has had no result. */
  @Override
  public void notifyExtendedNoLeader(RoleInfoProto role) {
    gate.postLeader(0);
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId member, @Nullable RaftPeerId leader) {
    gate.postLeader(Members.nodeId(leader));
  }

  @Override
  public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
    division.failed(cause);
  }

  @Override
  public void notifyServerShutdown(RoleInfoProto role, boolean allServer) {
    if (!allServer) {
      division.removed();
    }
  }

  @Override
  public void close() {
    gate.postLeader(0);
    division.closed();
  }

  /**
   * Takes a snapshot, or not: a failure must not be thrown, for Ratis would leave those waiting who
   * have asked for it.
   *
   * @return index of the latest snapshot, below 0 where none was taken
   */
  @Override
  public long takeSnapshot() {
    long position = getLastAppliedTermIndex().getIndex();
    if (handedOver.index() > position) {
      snapshotFailure = "the log is still being replayed";
      return RaftLog.INVALID_LOG_INDEX;
    }
    if (position < nextSnapshotIndex && !snapshotWanted) {
      return RaftLog.INVALID_LOG_INDEX;
    }
    snapshotWanted = false;
    try {
      long taken = takeCheckpoint();
      snapshotFailure = null;
      return taken;
    } catch (IOException | RuntimeException e) {
      LOG.error("{}: no snapshot could be taken at {}", getGroupId(), position, e);
      snapshotFailure = String.valueOf(e.getMessage());
      nextSnapshotIndex = position + Math.max(1, (position - latestSnapshotIndex()) / 8);
      return RaftLog.INVALID_LOG_INDEX;
    }
  }

  private long takeCheckpoint() throws IOException {
    Path folder = snapshots.newCheckpoint();
    CompletableFuture<AppliedPosition> answer = new CompletableFuture<>();
    gate.call(it -> forward(it.onSnapshotRequested(folder), answer));
    AppliedPosition taken = await(answer);
    if (taken.index() > handedOver.index()) {
      throw new IllegalStateException(
          "Expected a checkpoint up to " + handedOver.index() + ", but got " + taken.index());
    }
    if (taken.index() <= latestSnapshotIndex()) {
      return latestSnapshotIndex();
    }
    snapshots.keep(TermIndex.valueOf(taken.term(), taken.index()));
    return taken.index();
  }

  /** Loads the latest snapshot where the store is behind it. Ratis then replays from there. */
  private void loadLatest() {
    KeptSnapshot latest = snapshots.getLatestSnapshot();
    if (latest == null) {
      setLastAppliedTermIndex(TermIndex.INITIAL_VALUE);
      return;
    }
    if (latest.getIndex() > handedOver.index()) {
      CompletableFuture<AppliedPosition> answer = new CompletableFuture<>();
      gate.call(it -> forward(it.onSnapshotInstalled(latest.checkpoint()), answer));
      AppliedPosition installed = await(answer);
      if (installed.index() != latest.getIndex()) {
        throw new IllegalStateException(
            "Expected a snapshot at " + latest.getIndex() + ", but it is at " + installed.index());
      }
      handedOver.advance(installed.index());
    }
    setLastAppliedTermIndex(latest.getTermIndex());
  }

  private long latestSnapshotIndex() {
    KeptSnapshot latest = snapshots.getLatestSnapshot();
    return latest == null ? 0 : latest.getIndex();
  }

  /** What the listener throws stops this member: Ratis closes the division. */
  private void handOver(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      division.failed(e);
      throw e;
    }
  }

  /** Waits outside the gate, so that others are let in meanwhile. */
  private <T> T await(CompletableFuture<T> answer) {
    CompletableFuture.anyOf(answer, gate.closed()).join();
    if (!answer.isDone()) {
      throw new IllegalStateException("Expected an answer, but the group was stopped");
    }
    return answer.join();
  }

  private static <T> void forward(CompletionStage<T> from, CompletableFuture<T> to) {
    from.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            to.complete(value);
          } else {
            to.completeExceptionally(failure);
          }
        });
  }
}
