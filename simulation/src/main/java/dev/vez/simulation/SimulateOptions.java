package dev.vez.simulation;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the program is asked to do.
 *
 * @param seed the one seed to replay; else seeds are explored
 * @param events of the replay, after which faults end
 * @param quiet whether a replay prints no trace
 * @param firstSeed of an exploration
 * @param seeds how many at most
 * @param minutes after which no run is begun
 * @param threads runs at a time
 * @param mutant name of the broken broker to run instead of the real one
 * @param json where a summary goes, {@code -} for standard output
 */
public record SimulateOptions(
    OptionalLong seed,
    OptionalLong events,
    boolean quiet,
    OptionalLong firstSeed,
    OptionalLong seeds,
    OptionalLong minutes,
    OptionalInt threads,
    Optional<String> mutant,
    Optional<Path> json) {

  /** Seeds that are explored where neither a number nor a time is given. */
  public static final long SEEDS_DEFAULT = 1_000;

  private static final int THREADS_MAX = 1_024;

  /**
   * Checks what does not go together.
   *
   * @throws IllegalArgumentException with a text for the user
   */
  public SimulateOptions {
    boolean explores =
        seeds.isPresent() || minutes.isPresent() || firstSeed.isPresent() || threads.isPresent();
    if (seed.isPresent() && explores) {
      throw new IllegalArgumentException(
          "--seed replays one run, and goes with none of --seeds, --first-seed, --minutes and"
              + " --threads");
    }
    if (seed.isEmpty() && (events.isPresent() || quiet)) {
      throw new IllegalArgumentException("--events and --quiet need --seed");
    }
    requirePositive("--seeds", seeds.orElse(1));
    requirePositive("--minutes", minutes.orElse(1));
    requirePositive("--threads", threads.orElse(1));
    if (threads.orElse(1) > THREADS_MAX) {
      throw new IllegalArgumentException(
          "--threads: expected at most " + THREADS_MAX + ", but got " + threads.getAsInt());
    }
    if (events.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "--events: expected 0 or more, but got " + events.getAsLong());
    }
  }

  long seedsMax() {
    return seeds.orElse(minutes.isPresent() ? Long.MAX_VALUE : SEEDS_DEFAULT);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, but got " + value);
    }
  }
}
