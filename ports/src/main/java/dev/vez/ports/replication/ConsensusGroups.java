package dev.vez.ports.replication;

import dev.vez.ports.recovery.AppliedPosition;

/** Opens this node's member of each group. */
public interface ConsensusGroups {

  /**
   * Opens a group, which is then to be started. At most one is open per group.
   *
   * @param group number of the group, 0 for meta
   * @param applied what the group's store holds
   */
  ConsensusGroup open(int group, AppliedPosition applied);
}
