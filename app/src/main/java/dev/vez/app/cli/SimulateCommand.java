package dev.vez.app.cli;

import dev.vez.app.BuildVersion;
import dev.vez.simulation.Progress;
import dev.vez.simulation.Simulate;
import dev.vez.simulation.SimulateOptions;
import java.io.Console;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vez simulate}. */
@Command(
    name = "simulate",
    description =
        "Runs the broker in virtual time, lets everything fail, and checks every promise.",
    footer = {
      "",
      "Each seed is a run of its own that draws what happens and what fails. The same seed on the",
      "same build gives the same run, to the last bit. Exits with 1 where a promise was broken.",
      "",
      "Examples:",
      "  vez simulate --seeds 1000",
      "  vez simulate --minutes 10 --first-seed 5000 --json summary.json",
      "  vez simulate --seed 42"
    })
public final class SimulateCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Replay this one run, print what happens, and the hash of all that last.")
  private @Nullable Long seed;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "In a replay, end faults after so many events.")
  private @Nullable Long events;

  @Option(names = "--quiet", description = "In a replay, print no trace.")
  private boolean quiet;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many runs to explore (default: " + SimulateOptions.SEEDS_DEFAULT + ").")
  private @Nullable Long seeds;

  @Option(
      names = "--first-seed",
      paramLabel = "SEED",
      description = "Seed of the first run (default: 1).")
  private @Nullable Long firstSeed;

  @Option(names = "--minutes", paramLabel = "M", description = "Explore for so long.")
  private @Nullable Long minutes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at a time (default: one for each processor).")
  private @Nullable Integer threads;

  @Option(
      names = "--mutant",
      paramLabel = "NAME",
      description = "Run a broker that is broken on purpose, until that is found out.")
  private @Nullable String mutant;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write a summary as JSON, '-' for standard output.")
  private @Nullable Path json;

  /** For picocli. */
  public SimulateCommand() {}

  @Override
  public Integer call() {
    CommandSpec command = spec;
    if (command == null) {
      throw new IllegalStateException("Used before the command line was parsed");
    }
    CommandLine line = command.commandLine();
    try {
      return new Simulate(
              line.getOut(), new Progress(line.getErr(), isTerminal()), BuildVersion.text())
          .run(options());
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(line, String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private SimulateOptions options() {
    return new SimulateOptions(
        number(seed),
        number(events),
        quiet,
        number(firstSeed),
        number(seeds),
        number(minutes),
        threads == null ? OptionalInt.empty() : OptionalInt.of(threads),
        Optional.ofNullable(mutant),
        Optional.ofNullable(json));
  }

  private static OptionalLong number(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        && !"dumb".equals(System.getenv("TERM"));
  }
}
