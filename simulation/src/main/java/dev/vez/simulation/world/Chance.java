package dev.vez.simulation.world;

import dev.vez.ports.scheduling.RandomSource;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The one source of everything that is left to chance in a run: the same seed gives the same run.
 * Ranges are inclusive.
 */
public final class Chance implements RandomSource {

  private final SplittableRandom random;
  private long draws;
  private long sum;

  public Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public long nextLong() {
    draws++;
    long next = random.nextLong();
    sum = Long.rotateLeft(sum, 1) ^ next;
    return next;
  }

  /** A number from {@code min} to {@code max}. */
  public long between(long min, long max) {
    return min + Long.remainderUnsigned(nextLong(), max - min + 1);
  }

  /** A number from {@code min} to {@code max}. */
  public int between(int min, int max) {
    return (int) between((long) min, (long) max);
  }

  /** A number from {@code min} to {@code max}, more often a small one. */
  public long skewed(long min, long max) {
    return between(min, between(min, between(min, max)));
  }

  /** A number from {@code min} to {@code max}, more often a small one. */
  public int skewed(int min, int max) {
    return (int) skewed((long) min, (long) max);
  }

  /** True once in {@code n} times; never where {@code n} is 0. */
  public boolean oneIn(int n) {
    return n > 0 && Long.remainderUnsigned(nextLong(), n) == 0;
  }

  /** True {@code percent} times in 100. */
  public boolean percent(int percent) {
    return percent > 0 && Long.remainderUnsigned(nextLong(), 100) < percent;
  }

  /** Any of them. */
  public <T> T any(List<T> choices) {
    return choices.get(between(0, choices.size() - 1));
  }

  /** Depends on every draw so far: two runs that drew differently anywhere differ here. */
  public long fingerprint() {
    return sum ^ draws * 0x9e3779b97f4a7c15L;
  }
}
