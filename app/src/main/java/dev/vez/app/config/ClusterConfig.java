package dev.vez.app.config;

import java.time.Duration;
import java.util.List;

/**
 * This node's place in a cluster.
 *
 * @param nodeId this node, 1 or greater
 * @param peers client addresses of members that are asked to let it join; none forms a cluster
 * @param bindAddress where the consensus library listens
 * @param advertiseAddress where other nodes reach the consensus library
 * @param advertiseClientAddress where clients and other nodes reach the client port
 * @param consensus which library replicates
 * @param secret what all nodes of the cluster know
 * @param electionTimeout how long a node waits for its leader before it asks for votes
 * @param snapshotEntries log entries after which a snapshot is taken
 * @param replicationFactor nodes that hold each data group
 * @param groups data groups of a cluster that this node forms
 * @param isLearner whether this node only follows the meta group
 */
public record ClusterConfig(
    long nodeId,
    List<HostAndPort> peers,
    HostAndPort bindAddress,
    HostAndPort advertiseAddress,
    HostAndPort advertiseClientAddress,
    ConsensusLibrary consensus,
    String secret,
    Duration electionTimeout,
    int snapshotEntries,
    int replicationFactor,
    int groups,
    boolean isLearner) {

  public ClusterConfig {
    peers = List.copyOf(peers);
  }

  /** Never shows the secret. */
  @Override
  public String toString() {
    return "node " + nodeId + " of a cluster, by " + consensus;
  }
}
