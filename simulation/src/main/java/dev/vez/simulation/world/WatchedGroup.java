package dev.vez.simulation.world;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusListener;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.replication.MembershipChange;
import dev.vez.ports.replication.ProposalResult;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/** A data group's log whose entries are shown to the {@link LogWatch} first. */
final class WatchedGroup implements ConsensusGroup {

  private final int number;
  private final ConsensusGroup group;
  private final LogWatch watch;

  WatchedGroup(int number, ConsensusGroup group, LogWatch watch) {
    this.number = number;
    this.group = group;
    this.watch = watch;
  }

  @Override
  public void start(long appliedIndex, ConsensusListener listener) {
    group.start(appliedIndex, new Watcher(listener));
  }

  @Override
  public CompletionStage<ProposalResult> propose(long expectedTerm, byte[] entry) {
    return group.propose(expectedTerm, entry);
  }

  @Override
  public boolean isDurableOnCommit() {
    return group.isDurableOnCommit();
  }

  @Override
  public CompletionStage<ChangeResult> changeMembers(MembershipChange change) {
    return group.changeMembers(change);
  }

  @Override
  public CompletionStage<ChangeResult> transferLeadership(long nodeId) {
    return group.transferLeadership(nodeId);
  }

  @Override
  public CompletionStage<ChangeResult> takeSnapshot() {
    return group.takeSnapshot();
  }

  @Override
  public GroupView view() {
    return group.view();
  }

  @Override
  public void stop(String cause) {
    group.stop(cause);
  }

  private final class Watcher implements ConsensusListener {

    private final ConsensusListener listener;

    Watcher(ConsensusListener listener) {
      this.listener = listener;
    }

    @Override
    public void onCommitted(long index, long term, byte[] entry) {
      watch.committed(number, index, term, entry);
      listener.onCommitted(index, term, entry);
    }

    @Override
    public void onLeaderReady(long term) {
      listener.onLeaderReady(term);
    }

    @Override
    public void onLeadershipLost(long term) {
      listener.onLeadershipLost(term);
    }

    @Override
    public void onLeaderKnown(long nodeId) {
      listener.onLeaderKnown(nodeId);
    }

    @Override
    public CompletionStage<AppliedPosition> onSnapshotRequested(Path folder) {
      return listener.onSnapshotRequested(folder);
    }

    @Override
    public CompletionStage<AppliedPosition> onSnapshotInstalled(Path folder) {
      return listener.onSnapshotInstalled(folder);
    }

    @Override
    public void onFailed(Throwable cause) {
      listener.onFailed(cause);
    }
  }
}
