package dev.vez.app.cli;

import dev.vez.app.bench.BenchmarkRequest;
import dev.vez.app.bench.BenchmarkRunner;
import java.io.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vez bench}. */
@Command(
    name = "bench",
    description = "Measures Vez on this machine and prints a table.",
    footer = {
      "",
      "Each group of benchmarks gets a server process of its own on a temporary folder, which syncs",
      "its disk before every answer. Run it on a quiet machine; figures of two machines do not",
      "compare.",
      "",
      "Examples:",
      "  vez bench --list",
      "  vez bench --json today.json --compare yesterday.json",
      "  vez bench --only fairness --only e2e_latency_p50_light",
      "  vez bench --only failover --rounds 30"
    })
public final class BenchCommand implements Callable<Integer> {

  private static final int DEPTH_MIN = 100_000;
  private static final int ROUNDS_MAX = 1_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Run this group or benchmark only, or those whose names begin so; repeatable.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--list", description = "Tell what there is, and run nothing.")
  private boolean list;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Messages of the deep queue, 100000 or more (default: 1000000).")
  private int depth = 1_000_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often a leader is killed, and handed on, 1 to 1000 (default: 5).")
  private int rounds = 5;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description = "Print ratios to the results in such a file.")
  private @Nullable Path compare;

  /** For picocli. */
  public BenchCommand() {}

  @Override
  public Integer call() throws Exception {
    CommandSpec command = spec;
    if (command == null) {
      throw new IllegalStateException("Used before the command line was parsed");
    }
    CommandLine line = command.commandLine();
    if (depth < DEPTH_MIN) {
      throw new ParameterException(
          line, "Expected --depth of " + DEPTH_MIN + " or more, but got " + depth);
    }
    if (rounds < 1 || rounds > ROUNDS_MAX) {
      throw new ParameterException(
          line, "Expected --rounds from 1 to " + ROUNDS_MAX + ", but got " + rounds);
    }
    BenchmarkRunner runner =
        ServiceLoader.load(BenchmarkRunner.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "the benchmarks are not part of this installation: run ./vez bench in a"
                            + " source tree"));
    try {
      runner.run(
          new BenchmarkRequest(
              List.copyOf(only),
              list,
              depth,
              rounds,
              Optional.ofNullable(json),
              Optional.ofNullable(compare),
              isTerminal()),
          line.getOut(),
          line.getErr());
      return 0;
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(line, String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        && !"dumb".equals(System.getenv("TERM"));
  }
}
