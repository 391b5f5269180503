package dev.vez.simulation.mutant;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusListener;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.replication.MembershipChange;
import dev.vez.ports.replication.ProposalResult;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Does what another library does, but for what a mutant does otherwise. */
class ForwardingGroup implements ConsensusGroup {

  private final ConsensusGroup group;
  private @Nullable ConsensusListener listener;

  ForwardingGroup(ConsensusGroup group) {
    this.group = group;
  }

  ConsensusListener listener() {
    ConsensusListener current = listener;
    if (current == null) {
      throw new IllegalStateException("Expected a group that was started");
    }
    return current;
  }

  void onCommitted(long index, long term, byte[] entry) {
    listener().onCommitted(index, term, entry);
  }

  void onLeadershipLost(long term) {
    listener().onLeadershipLost(term);
  }

  CompletionStage<AppliedPosition> onSnapshotInstalled(Path folder) {
    return listener().onSnapshotInstalled(folder);
  }

  @Override
  public void start(long appliedIndex, ConsensusListener newListener) {
    listener = newListener;
    group.start(appliedIndex, new Hook());
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

  /** Between the library and the engine. */
  private final class Hook implements ConsensusListener {

    @Override
    public void onCommitted(long index, long term, byte[] entry) {
      ForwardingGroup.this.onCommitted(index, term, entry);
    }

    @Override
    public void onLeaderReady(long term) {
      listener().onLeaderReady(term);
    }

    @Override
    public void onLeadershipLost(long term) {
      ForwardingGroup.this.onLeadershipLost(term);
    }

    @Override
    public void onLeaderKnown(long nodeId) {
      listener().onLeaderKnown(nodeId);
    }

    @Override
    public CompletionStage<AppliedPosition> onSnapshotRequested(Path folder) {
      return listener().onSnapshotRequested(folder);
    }

    @Override
    public CompletionStage<AppliedPosition> onSnapshotInstalled(Path folder) {
      return ForwardingGroup.this.onSnapshotInstalled(folder);
    }

    @Override
    public void onFailed(Throwable cause) {
      listener().onFailed(cause);
    }
  }
}
