package dev.vez.client;

import java.util.List;

/**
 * Figures of one queue at one moment.
 *
 * @param depth messages pending and in flight
 * @param inFlight messages under a lease
 * @param activeFairnessKeys keys with pending messages
 * @param activeConsumers consumers attached
 * @param quantum what a visit adds to a key's deficit per unit of weight
 * @param leaderNodeId node that leads the queue's group
 * @param replicas nodes that hold it
 * @param keys in the order in which they take their turns, at most 1,000
 * @param throttles all token buckets of the broker
 */
public record QueueStats(
    long depth,
    long inFlight,
    long activeFairnessKeys,
    int activeConsumers,
    int quantum,
    long leaderNodeId,
    int replicas,
    List<KeyStats> keys,
    List<ThrottleStats> throttles) {

  public QueueStats {
    keys = List.copyOf(keys);
    throttles = List.copyOf(throttles);
  }

  /**
   * Figures of one fairness key.
   *
   * @param key the key
   * @param pending messages that wait
   * @param deficit what is left of its visits
   * @param weight its weight
   */
  public record KeyStats(String key, long pending, long deficit, int weight) {}

  /**
   * Figures of one token bucket.
   *
   * @param key its name
   * @param tokens what it holds
   * @param ratePerSecond what it gains
   * @param burst what it holds at most
   */
  public record ThrottleStats(String key, double tokens, double ratePerSecond, double burst) {}
}
