package dev.vez.simulation;

import java.util.ArrayDeque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Runs one seed after the other, several at a time: each run is a world of its own on one thread.
 * What they gave is added up in the order of the seeds.
 */
public final class Exploration {

  /** Runs begun and not yet added up, per thread, so that a long one holds up nobody. */
  private static final int RUNS_AHEAD = 8;

  private final LongFunction<RunReport> run;
  private final LongSupplier nanoTime;
  private final Consumer<Summary> progress;

  /**
   * An exploration that is yet to be run.
   *
   * @param run runs a seed, on any thread
   * @param nanoTime real time in nanoseconds
   * @param progress hears after every run, on the caller's thread
   */
  public Exploration(
      LongFunction<RunReport> run, LongSupplier nanoTime, Consumer<Summary> progress) {
    this.run = run;
    this.nanoTime = nanoTime;
    this.progress = progress;
  }

  /**
   * Runs seeds until a limit is reached.
   *
   * @param firstSeed the first; each next one is greater by 1
   * @param runsMax how many runs at most
   * @param nanosMax real time after which no run is begun
   * @param threads runs at a time, 1 or greater
   * @param untilFailure whether no run is begun after one that broke a promise
   */
  public Summary explore(
      long firstSeed, long runsMax, long nanosMax, int threads, boolean untilFailure) {
    long start = nanoTime.getAsLong();
    Summary summary = new Summary(firstSeed);
    ArrayDeque<Future<RunReport>> begun = new ArrayDeque<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      try {
        for (long i = 0; i < runsMax && nanoTime.getAsLong() - start < nanosMax; i++) {
          if (untilFailure && summary.failed() > 0) {
            break;
          }
          long seed = firstSeed + i;
          begun.add(executor.submit(() -> run.apply(seed)));
          if (begun.size() >= threads * RUNS_AHEAD) {
            add(begun.remove(), summary, start);
          }
        }
        while (!begun.isEmpty()) {
          add(begun.remove(), summary, start);
        }
      } finally {
        executor.shutdownNow();
      }
    }
    return summary;
  }

  private void add(Future<RunReport> next, Summary summary, long start) {
    try {
      summary.add(next.get(), nanoTime.getAsLong() - start);
    } catch (ExecutionException failure) {
      throw new CompletionException("A run of the simulation threw", failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while runs were going on", interrupted);
    }
    progress.accept(summary);
  }
}
