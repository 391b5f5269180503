package dev.vez.domain.record;

/**
 * A node of the cluster.
 *
 * @param nodeId the node, 1 or greater
 * @param folderId identifies the data folder with which it joined, so that a node that has lost its
 *     data is never taken for the one that had it; empty until it joins, where an administrator
 *     added it before
 * @param address where its consensus library listens, as {@code host:port}
 * @param clientAddress where it takes calls, as {@code host:port}
 * @param role what it is in the cluster
 */
public record MemberRecord(
    long nodeId, String folderId, String address, String clientAddress, MemberRole role)
    implements StateRecord {

  public MemberRecord {
    if (nodeId < 1) {
      throw new IllegalArgumentException("Expected a node id of 1 or more, but got " + nodeId);
    }
  }

  @Override
  public RecordKey key() {
    return new RecordKey.OfMember(nodeId);
  }
}
