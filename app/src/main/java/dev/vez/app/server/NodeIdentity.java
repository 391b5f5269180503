package dev.vez.app.server;

/**
 * Who a node of a cluster is: what its data folder belongs to.
 *
 * @param clusterId of the cluster, empty until the node has joined
 * @param nodeId the node
 * @param folderId identifies the data folder
 * @param dataGroups of the cluster, 0 until the node has joined
 * @param founder whether the node has formed the cluster
 */
record NodeIdentity(
    String clusterId, long nodeId, String folderId, int dataGroups, boolean founder) {

  boolean isMember() {
    return !clusterId.isEmpty();
  }

  NodeIdentity joined(String cluster, int groups) {
    return new NodeIdentity(cluster, nodeId, folderId, groups, founder);
  }
}
