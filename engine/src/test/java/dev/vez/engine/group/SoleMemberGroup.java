package dev.vez.engine.group;

import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.replication.MembershipChange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log with one member, which nothing can be changed about. */
public abstract class SoleMemberGroup implements ConsensusGroup {

  private static final ChangeResult ALONE = new ChangeResult.Failed("the group has one member");

  @Override
  public final CompletionStage<ChangeResult> changeMembers(MembershipChange change) {
    return CompletableFuture.completedFuture(ALONE);
  }

  @Override
  public final CompletionStage<ChangeResult> transferLeadership(long nodeId) {
    return CompletableFuture.completedFuture(ALONE);
  }

  @Override
  public final CompletionStage<ChangeResult> takeSnapshot() {
    return CompletableFuture.completedFuture(ALONE);
  }

  @Override
  public final GroupView view() {
    return new GroupView(0, 0, List.of(), 0, 0);
  }
}
