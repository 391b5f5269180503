package dev.vez.ports.replication;

/** A change of a group's members, one at a time. Carrying out what holds already does nothing. */
public sealed interface MembershipChange {

  /** Adds a node that gets every entry and does not vote. */
  record AddLearner(GroupMember learner) implements MembershipChange {}

  /**
   * Makes a node a voter, whether it was a learner or none. Completes only once it has caught up
   * with the leader, so that it never counts towards a majority with an empty log.
   */
  record AddVoter(GroupMember voter) implements MembershipChange {}

  /** Removes a node, leader or not. What it has stored stays where it is. */
  record Remove(long nodeId) implements MembershipChange {}
}
