package dev.vez.app.telemetry;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How the deliveries of a queue were shared among its labelled keys in the last window: a key's
 * share of the deliveries over its share of the weights. 1 is exactly its fair share, if all keys
 * had messages waiting all the time. A window ends at the first look after {@link
 * #WINDOW_NANOS_MIN}; all looks until the next one ends are told the same. Thread-safe.
 */
final class FairShares {

  private static final class Tally {
    private long deliveries;
    private int weight;
  }

  /** How long a window lasts at least. */
  static final long WINDOW_NANOS_MIN = TimeUnit.SECONDS.toNanos(5);

  private final LongSupplier nanos;
  private Map<String, Tally> tallies = new HashMap<>();
  private Map<String, Double> ratios = Map.of();
  private long endedAtNanos;

  FairShares() {
    this(System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  FairShares(LongSupplier nanos) {
    this.nanos = nanos;
    this.endedAtNanos = nanos.getAsLong() - WINDOW_NANOS_MIN;
  }

  void delivered(String label, int weight) {
    synchronized (this) {
      Tally tally = tallies.computeIfAbsent(label, _ -> new Tally());
      tally.deliveries++;
      tally.weight = weight;
    }
  }

  /** The ratios of the last window, by label; those of the shared label are left out. */
  synchronized Map<String, Double> look() {
    long now = nanos.getAsLong();
    if (now - endedAtNanos >= WINDOW_NANOS_MIN) {
      endedAtNanos = now;
      ratios = ratios(tallies);
      tallies = new HashMap<>();
    }
    return ratios;
  }

  private static Map<String, Double> ratios(Map<String, Tally> taken) {
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
