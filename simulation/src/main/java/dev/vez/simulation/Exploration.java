package dev.vez.simulation;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Runs one seed after the other. */
public final class Exploration {

  private final LongSupplier nanoTime;
  private final Consumer<Summary> progress;

  /**
   * An exploration that is yet to be run.
   *
   * @param nanoTime real time in nanoseconds
   * @param progress hears after every run
   */
  public Exploration(LongSupplier nanoTime, Consumer<Summary> progress) {
    this.nanoTime = nanoTime;
    this.progress = progress;
  }

  /**
   * Runs seeds until a limit is reached.
   *
   * @param firstSeed the first; each next one is greater by 1
   * @param runsMax how many runs at most
   * @param nanosMax real time after which no run is begun
   */
  public Summary explore(long firstSeed, long runsMax, long nanosMax) {
    long start = nanoTime.getAsLong();
    Summary summary = new Summary(firstSeed);
    for (long i = 0; i < runsMax && nanoTime.getAsLong() - start < nanosMax; i++) {
      summary.add(Simulation.run(firstSeed + i), nanoTime.getAsLong() - start);
      progress.accept(summary);
    }
    return summary;
  }
}
