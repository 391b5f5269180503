package dev.vez.client;

import java.util.List;

/**
 * The queues of a broker.
 *
 * @param queues ordered by name, dead-letter queues included
 * @param clusterNodes nodes of the cluster, 0 for a node that is not part of one
 */
public record QueueList(List<QueueSummary> queues, int clusterNodes) {

  public QueueList {
    queues = List.copyOf(queues);
  }
}
