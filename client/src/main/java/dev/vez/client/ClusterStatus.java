package dev.vez.client;

import java.util.List;

/**
 * A cluster at one moment.
 *
 * @param clusterId identifies it
 * @param nodes in order of node id
 * @param groups in order of number; 0 holds the catalogue
 */
public record ClusterStatus(String clusterId, List<Node> nodes, List<Group> groups) {

  public ClusterStatus {
    nodes = List.copyOf(nodes);
    groups = List.copyOf(groups);
  }

  /**
   * A member.
   *
   * @param nodeId the node
   * @param address where its consensus library listens, as {@code host:port}
   * @param clientAddress where it takes calls, as {@code host:port}
   * @param isVoter whether it votes; else it only follows the catalogue
   * @param isReachable whether it answers the node that was asked
   */
  public record Node(
      long nodeId, String address, String clientAddress, boolean isVoter, boolean isReachable) {}

  /**
   * A group.
   *
   * @param number 0 for the catalogue
   * @param leaderNodeId node that leads it, 0 where none is known
   * @param term the term in which it leads
   * @param voters nodes that vote, in order
   * @param learners nodes that follow without a vote, in order
   * @param committedIndex log index up to which entries are committed
   * @param replicas what those of its members hold that have answered, in order of node id
   */
  public record Group(
      int number,
      long leaderNodeId,
      long term,
      List<Long> voters,
      List<Long> learners,
      long committedIndex,
      List<Replica> replicas) {

    public Group {
      voters = List.copyOf(voters);
      learners = List.copyOf(learners);
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * What a node holds of a group.
   *
   * @param nodeId the node
   * @param appliedIndex log index of the last entry that it holds
   * @param digest of all that it holds, in hexadecimal digits; equal on all nodes at the same index
   */
  public record Replica(long nodeId, long appliedIndex, String digest) {}
}
