package dev.vez.engine.cluster;

import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import dev.vez.ports.replication.GroupMember;
import java.util.List;

/**
 * This node's place in a cluster.
 *
 * @param clusterId identifies the cluster; calls between nodes of different clusters are refused
 * @param self this node, with the addresses that it announces
 * @param dataGroups fixed when the cluster was formed, 1 to {@link #DATA_GROUPS_MAX}
 * @param replicationFactor voters that each data group is to have, 1 or greater
 * @param founder whether this node formed the cluster, and so was the first member of every group
 */
public record ClusterSetup(
    String clusterId, MemberRecord self, int dataGroups, int replicationFactor, boolean founder) {

  /** Each group costs threads, files and fsyncs. */
  public static final int DATA_GROUPS_MAX = 64;

  public ClusterSetup {
    if (clusterId.isEmpty()) {
      throw new IllegalArgumentException("Expected the id of a cluster");
    }
    if (dataGroups < 1 || dataGroups > DATA_GROUPS_MAX || replicationFactor < 1) {
      throw new IllegalArgumentException(
          "Expected 1 to "
              + DATA_GROUPS_MAX
              + " data groups and a replication factor of 1 or more, but got "
              + dataGroups
              + " and "
              + replicationFactor);
    }
  }

  /** This node. */
  public long nodeId() {
    return self.nodeId();
  }

  /** Who forms each group where this node has no log of it yet. */
  public List<GroupMember> initialMembers() {
    return founder ? List.of(asGroupMember(self)) : List.of();
  }

  /** A node as the consensus library is to know it. */
  public static GroupMember asGroupMember(MemberRecord member) {
    return new GroupMember(
        member.nodeId(),
        member.address(),
        switch (member.role()) {
          case VOTER -> GroupMember.Role.VOTER;
          case LEARNER -> GroupMember.Role.LEARNER;
        });
  }

  /** Whether this node may vote and host data groups. */
  public boolean isVoter() {
    return self.role() == MemberRole.VOTER;
  }
}
