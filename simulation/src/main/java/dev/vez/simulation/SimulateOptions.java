package dev.vez.simulation;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the program is asked to do.
 *
 * @param seed the one seed to replay; else seeds are explored
 * @param trace whether everything that happens is printed
 * @param firstSeed of an exploration
 * @param seeds how many at most
 * @param minutes after which no run is begun
 * @param json where a summary goes
 */
public record SimulateOptions(
    OptionalLong seed,
    boolean trace,
    long firstSeed,
    long seeds,
    OptionalLong minutes,
    Optional<Path> json) {

  /** Seeds that are explored where neither a number nor a time is given. */
  public static final long SEEDS_DEFAULT = 1_000;

  /** How it is used. */
  public static final String USAGE =
      """
      Usage: simulate --seed N [--trace]
             simulate [--seeds N | --minutes M] [--first-seed F] [--json FILE]
      """;

  /**
   * Reads command line arguments.
   *
   * @throws IllegalArgumentException with a text for the user, if they are not as {@link #USAGE}
   *     has it
   */
  static SimulateOptions parse(List<String> arguments) {
    OptionalLong seed = OptionalLong.empty();
    OptionalLong seeds = OptionalLong.empty();
    OptionalLong minutes = OptionalLong.empty();
    Optional<Path> json = Optional.empty();
    boolean trace = false;
    long firstSeed = 1;
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String name = rest.next();
      switch (name) {
        case "--seed" -> seed = OptionalLong.of(number(name, rest));
        case "--seeds" -> seeds = OptionalLong.of(number(name, rest));
        case "--minutes" -> minutes = OptionalLong.of(number(name, rest));
        case "--first-seed" -> firstSeed = number(name, rest);
        case "--json" -> json = Optional.of(Path.of(value(name, rest)));
        case "--trace" -> trace = true;
        default -> throw new IllegalArgumentException("Unknown argument " + name);
      }
    }
    return of(seed, trace, firstSeed, seeds, minutes, json);
  }

  /**
   * Options of a command line.
   *
   * @throws IllegalArgumentException with a text for the user, if they do not go together
   */
  public static SimulateOptions of(
      OptionalLong seed,
      boolean trace,
      long firstSeed,
      OptionalLong seeds,
      OptionalLong minutes,
      Optional<Path> json) {
    if (seed.isPresent() && (seeds.isPresent() || minutes.isPresent() || json.isPresent())) {
      throw new IllegalArgumentException("--seed goes with --trace only");
    }
    if (trace && seed.isEmpty()) {
      throw new IllegalArgumentException("--trace needs --seed");
    }
    if (seeds.orElse(1) < 1 || minutes.orElse(1) < 1) {
      throw new IllegalArgumentException("Expected --seeds and --minutes of 1 or more");
    }
    long seedsMax = seeds.orElse(minutes.isPresent() ? Long.MAX_VALUE : SEEDS_DEFAULT);
    return new SimulateOptions(seed, trace, firstSeed, seedsMax, minutes, json);
  }

  private static long number(String name, Iterator<String> rest) {
    String text = value(name, rest);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "Expected a whole number after " + name + ", but got " + text, notANumber);
    }
  }

  private static String value(String name, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException("Expected a value after " + name);
    }
    return rest.next();
  }
}
