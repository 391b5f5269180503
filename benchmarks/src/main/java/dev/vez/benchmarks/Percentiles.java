package dev.vez.benchmarks;

import java.util.Arrays;

/** Order statistics of a set of samples. */
public final class Percentiles {

  private final long[] sorted;

  private Percentiles(long[] sorted) {
    this.sorted = sorted;
  }

  public static Percentiles of(long[] samples) {
    long[] copy = samples.clone();
    Arrays.sort(copy);
    return new Percentiles(copy);
  }

  /** The sample at or below which a share of all lies; the share is 0 to 1. */
  public long at(double share) {
    int rank = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, rank)];
  }

  /** A percentile of nanoseconds as text in microseconds. */
  public String microsAt(double share) {
    return String.format("%,d us", Math.round(at(share) / 1_000.0));
  }
}
