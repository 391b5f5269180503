package dev.vez.app.telemetry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which keys get a label of their own in the figures: those that account for a good share of what
 * happens. All others share one label, so that the figures stay bounded whatever clients send.
 * Thread-safe.
 *
 * <p>Candidates are counted by the Space-Saving algorithm (Metwally, Agrawal and El Abbadi,
 * "Efficient Computation of Frequent and Top-k Elements in Data Streams", 2005). A key that has a
 * label keeps it for as long as the process lives, because a counter must not lose its past.
 */
final class BusiestKeys {

  /** The label of all keys that have none. */
  static final String OTHER = "other";

  private static final int CANDIDATES_PER_LABEL = 4;

  private final int labelsMax;
  private final Map<String, Long> candidates = new HashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private long total;

  /**
   * No key has a label yet.
   *
   * @param labelsMax keys that get one at most, 1 or greater
   */
  BusiestKeys(int labelsMax) {
    this.labelsMax = labelsMax;
  }

  /** Whether a key has a label. */
  synchronized boolean hasLabel(String key) {
    return labels.containsKey(key);
  }

  /** Counts something for a key; gives its label. */
  synchronized String labelOf(String key, long amount) {
    String label = labels.get(key);
    if (label != null) {
      return label;
    }
    if (labels.size() >= labelsMax) {
      return OTHER;
    }
    total += amount;
    long count = count(key, amount);
    // A share of 1 in labelsMax: there can be no more of these than labels at any one time.
    if (count * labelsMax < total) {
      return OTHER;
    }
    candidates.remove(key);
    String own = key.equals(OTHER) ? "\"" + OTHER + "\"" : key;
    labels.put(key, own);
    return own;
  }

  private long count(String key, long amount) {
    Long known = candidates.get(key);
    if (known != null || candidates.size() < labelsMax * CANDIDATES_PER_LABEL) {
      return candidates.merge(key, amount, Long::sum);
    }
    Map.Entry<String, Long> least = null;
    for (Map.Entry<String, Long> candidate : candidates.entrySet()) {
      if (least == null || candidate.getValue() < least.getValue()) {
        least = candidate;
      }
    }
    long inherited = 0;
    if (least != null) {
      inherited = least.getValue();
      candidates.remove(least.getKey());
    }
    candidates.put(key, inherited + amount);
    return inherited + amount;
  }
}
