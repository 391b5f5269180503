package dev.vez.ports.scheduling;

import java.util.List;

/**
 * What an {@code on_enqueue} script chose.
 *
 * @param fairnessKey the key whose turn the message waits for, at most {@link #KEY_BYTES_MAX} bytes
 * @param weight weight of that key, 1 or greater
 * @param throttleKeys token buckets that the message draws from, at most {@link
 *     #THROTTLE_KEYS_MAX}, each at most {@link #KEY_BYTES_MAX} bytes
 */
public record EnqueueVerdict(String fairnessKey, int weight, List<String> throttleKeys) {

  /** The key of a message for which no script chose one. */
  public static final String DEFAULT_FAIRNESS_KEY = "default";

  /** Longest fairness or throttle key, in bytes of UTF-8. */
  public static final int KEY_BYTES_MAX = 1_024;

  /** Throttle keys of one message at most. */
  public static final int THROTTLE_KEYS_MAX = 32;

  /** Without a script, or where the script failed. */
  public static final EnqueueVerdict DEFAULT =
      new EnqueueVerdict(DEFAULT_FAIRNESS_KEY, 1, List.of());

  public EnqueueVerdict {
    if (weight < 1) {
      throw new IllegalArgumentException("Expected a weight of 1 or more, but got " + weight);
    }
    throttleKeys = List.copyOf(throttleKeys);
  }
}
