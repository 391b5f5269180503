package dev.vez.app.telemetry;

import java.util.HashMap;
import java.util.Map;

/**
 * How the deliveries of a queue were shared among its labelled keys since the last look: a key's
 * share of the deliveries over its share of the weights. 1 is exactly its fair share, if all keys
 * had messages waiting all the time. Thread-safe.
 */
final class FairShares {

  private static final class Tally {
    private long deliveries;
    private int weight;
  }

  private Map<String, Tally> tallies = new HashMap<>();

  void delivered(String label, int weight) {
    synchronized (this) {
      Tally tally = tallies.computeIfAbsent(label, _ -> new Tally());
      tally.deliveries++;
      tally.weight = weight;
    }
  }

  /** The ratios since the last call, by label; those of the shared label are left out. */
  Map<String, Double> take() {
    Map<String, Tally> taken;
    synchronized (this) {
      taken = tallies;
      tallies = new HashMap<>();
    }
    taken.remove(BusiestKeys.OTHER);
    long deliveries = taken.values().stream().mapToLong(tally -> tally.deliveries).sum();
    long weights = taken.values().stream().mapToLong(tally -> tally.weight).sum();
    Map<String, Double> ratios = new HashMap<>();
    taken.forEach(
        (label, tally) ->
            ratios.put(
                label,
                ((double) tally.deliveries / deliveries) / ((double) tally.weight / weights)));
    return ratios;
  }
}
