package dev.vez.ports.scheduling;

import java.util.SplittableRandom;

/** The same numbers for the same seed. Not thread-safe. */
public final class SeededRandomSource implements RandomSource {

  private final SplittableRandom random;

  public SeededRandomSource(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public long nextLong() {
    return random.nextLong();
  }
}
