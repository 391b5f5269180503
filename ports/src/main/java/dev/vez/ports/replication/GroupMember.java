package dev.vez.ports.replication;

/**
 * A node in a group.
 *
 * @param nodeId the node, 1 or greater
 * @param address where its consensus library listens, as {@code host:port}
 * @param role what it may do
 */
public record GroupMember(long nodeId, String address, Role role) {

  /** What a member may do. */
  public enum Role {
    /** Votes and counts towards the majority. */
    VOTER,
    /** Gets every entry, and neither votes nor counts. */
    LEARNER
  }

  public GroupMember {
    if (nodeId < 1) {
      throw new IllegalArgumentException("Expected a node id of 1 or more, but got " + nodeId);
    }
    if (address.isEmpty()) {
      throw new IllegalArgumentException("Expected the address of node " + nodeId);
    }
  }
}
