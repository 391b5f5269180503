package dev.vez.ports.api;

import java.util.concurrent.CompletionStage;

/** What administrators may ask of a cluster. The same rules as in {@link Messaging} apply. */
public interface ClusterAdmin {

  /** Nodes of the cluster as this node knows it. */
  int nodeCount();

  /** Members and groups as their leaders know them. */
  CompletionStage<Result<ClusterStatus>> status();

  /**
   * Takes a node off the list of members; its groups let it go after that, one after the other.
   * What it has stored stays with it.
   */
  CompletionStage<Result<Settled>> removeNode(long nodeId);

  /**
   * Hands the leadership of a group to one of its voters.
   *
   * @param group number of the group, 0 for meta
   */
  CompletionStage<Result<Settled>> transferLeadership(int group, long nodeId);
}
