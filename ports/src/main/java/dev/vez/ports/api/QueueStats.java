package dev.vez.ports.api;

import java.util.List;

/**
 * Figures of one queue at one moment.
 *
 * @param summary its line in the list
 * @param activeFairnessKeys keys with pending messages
 * @param quantum what a visit adds to a deficit per unit of weight
 * @param replicas nodes that hold its group
 * @param keys in ring order, at most {@link #KEYS_MAX}
 */
public record QueueStats(
    QueueSummary summary, long activeFairnessKeys, int quantum, int replicas, List<KeyStats> keys) {

  /** Keys that one answer holds at most. */
  public static final int KEYS_MAX = 1_000;

  /**
   * Figures of one fairness key.
   *
   * @param fairnessKey the key
   * @param pending messages that wait
   * @param deficit what is left of its visits
   * @param weight its weight
   */
  public record KeyStats(String fairnessKey, long pending, long deficit, int weight) {}
}
