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
 * @param throttles the token buckets of its group, whatever queue draws from them, in the order of
 *     their keys, at most {@link #THROTTLES_MAX}
 */
public record QueueStats(
    QueueSummary summary,
    long activeFairnessKeys,
    int quantum,
    int replicas,
    List<KeyStats> keys,
    List<ThrottleStats> throttles) {

  /** Keys that one answer holds at most. */
  public static final int KEYS_MAX = 1_000;

  /** Token buckets that one answer holds at most. */
  public static final int THROTTLES_MAX = 1_000;

  /**
   * Figures of one fairness key.
   *
   * @param fairnessKey the key
   * @param pending messages that wait
   * @param deficit what is left of its visits
   * @param weight its weight
   */
  public record KeyStats(String fairnessKey, long pending, long deficit, int weight) {}

  /**
   * Figures of one token bucket. A token is 1,000,000 micro-tokens.
   *
   * @param throttleKey its key
   * @param tokensMicros what it holds, in micro-tokens
   * @param rateMicros what it gains, in micro-tokens per second
   * @param burstMicros what it holds at most, in micro-tokens
   */
  public record ThrottleStats(
      String throttleKey, long tokensMicros, long rateMicros, long burstMicros) {}
}
