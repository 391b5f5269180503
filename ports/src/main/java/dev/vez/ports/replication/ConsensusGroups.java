package dev.vez.ports.replication;

import dev.vez.ports.recovery.AppliedPosition;
import java.util.List;

/** Opens this node's member of each group. */
public interface ConsensusGroups extends AutoCloseable {

  /**
   * Opens a group, which is then to be started. At most one is open per group.
   *
   * @param group number of the group, 0 for meta
   * @param applied what the group's store holds
   * @param initialMembers who form the group when it is new: the same on all of them. They count
   *     only where this node has no log of the group yet; later the members are those in the log.
   *     Empty: this node waits until a leader adds it, and votes for nobody before
   */
  ConsensusGroup open(int group, AppliedPosition applied, List<GroupMember> initialMembers);

  /** Closes what the groups share; every group must be stopped. Blocks. Idempotent. */
  @Override
  default void close() {}
}
