package dev.vez.engine.local;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusListener;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.replication.MembershipChange;
import dev.vez.ports.replication.ProposalResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A group of one member, which has no log: the store is the log. A proposal is handed to the
 * listener within {@link #propose}, on the caller's thread, under the next index.
 *
 * <p>A crash may lose entries whose batch was not synced; their indices, and the term where its
 * first entry was among them, are then used again. Nothing of them was ever answered or delivered.
 */
public final class LocalConsensusGroup implements ConsensusGroup {

  private static final ProposalResult NOT_LEADER = new ProposalResult.NotLeader("");

  private static final ChangeResult ALONE =
      new ChangeResult.Failed("the group has one member and no log");

  private final long term;
  private @Nullable ConsensusListener listener;
  private long lastIndex;

  /**
   * A group over a store.
   *
   * @param applied what the store holds; the group leads in the term after it
   */
  public LocalConsensusGroup(AppliedPosition applied) {
    this.term = applied.term() + 1;
  }

  @Override
  public synchronized void start(long appliedIndex, ConsensusListener newListener) {
    lastIndex = appliedIndex;
    listener = newListener;
    newListener.onLeaderReady(term);
  }

  @Override
  public synchronized CompletionStage<ProposalResult> propose(long expectedTerm, byte[] entry) {
    ConsensusGroup.checkEntry(entry, Integer.MAX_VALUE);
    ConsensusListener current = listener;
    if (current == null || expectedTerm != term) {
      return CompletableFuture.completedFuture(NOT_LEADER);
    }
    lastIndex++;
    current.onCommitted(lastIndex, term, entry);
    return CompletableFuture.completedFuture(new ProposalResult.Committed(lastIndex, term));
  }

  /** Never: the store must sync. */
  @Override
  public boolean isDurableOnCommit() {
    return false;
  }

  /** A node alone has nobody to share with. */
  @Override
  public CompletionStage<ChangeResult> changeMembers(MembershipChange change) {
    return CompletableFuture.completedFuture(ALONE);
  }

  @Override
  public CompletionStage<ChangeResult> transferLeadership(long nodeId) {
    return CompletableFuture.completedFuture(ALONE);
  }

  @Override
  public CompletionStage<ChangeResult> takeSnapshot() {
    return CompletableFuture.completedFuture(new ChangeResult.Failed("the store is the log"));
  }

  @Override
  public synchronized GroupView view() {
    return new GroupView(term, 0, List.of(), lastIndex, 0);
  }

  @Override
  public synchronized void stop(String cause) {
    listener = null;
  }
}
