package dev.vez.simulation;

import dev.vez.simulation.mutant.Mutants;
import dev.vez.simulation.world.Fittings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** The program: replays one seed, or explores many. */
public final class Simulate {

  /** No promise was broken. */
  public static final int OK = 0;

  /** A promise was broken. */
  public static final int BROKEN = 1;

  /** Failures of which the shortest beginning is looked for; it takes some runs for each. */
  private static final int SHORTENED_MAX = 3;

  private static final Path STANDARD_OUTPUT = Path.of("-");

  private final PrintWriter out;
  private final Progress progress;
  private final String build;

  /**
   * A program that is yet to be run.
   *
   * @param out gets results
   * @param progress shows how far it is
   * @param build version and commit of the code that is simulated
   */
  public Simulate(PrintWriter out, Progress progress, String build) {
    this.out = out;
    this.progress = progress;
    this.build = build;
  }

  /**
   * Runs; gives {@link #OK} or {@link #BROKEN}.
   *
   * @throws IllegalArgumentException with a text for the user, if there is no such mutant
   */
  public int run(SimulateOptions options) {
    Fittings fittings =
        options.mutant().map(name -> Mutants.named(name).fittings()).orElse(Fittings.SOUND);
    return options.seed().isPresent()
        ? replay(RunPlan.of(options.seed().getAsLong()).with(fittings), options)
        : explore(fittings, options);
  }

  private int replay(RunPlan whole, SimulateOptions options) {
    RunPlan plan =
        options.events().isPresent()
            ? whole.endingFaultsAfter(options.events().getAsLong())
            : whole;
    long start = System.nanoTime();
    RunReport report = options.quiet() ? Simulation.run(plan) : Simulation.run(plan, out::println);
    Summary summary = new Summary(plan.seed());
    summary.add(report, System.nanoTime() - start);
    finish(summary, _ -> plan, options);
    // Last, for who compares two runs.
    out.printf("trace hash  %016x%n", report.traceHash());
    out.flush();
    return summary.failed() == 0 ? OK : BROKEN;
  }

  private int explore(Fittings fittings, SimulateOptions options) {
    long nanosMax =
        options.minutes().isPresent()
            ? TimeUnit.MINUTES.toNanos(options.minutes().getAsLong())
            : Long.MAX_VALUE;
    progress.begin(options.seedsMax(), nanosMax);
    Summary summary =
        new Exploration(
                seed -> Simulation.run(RunPlan.of(seed).with(fittings)),
                System::nanoTime,
                progress::show)
            .explore(
                options.firstSeed().orElse(1),
                options.seedsMax(),
                nanosMax,
                options.threads().orElse(Runtime.getRuntime().availableProcessors()),
                // A mutant's first failure says all.
                options.mutant().isPresent());
    progress.end();
    finish(summary, seed -> RunPlan.of(seed).with(fittings), options);
    out.flush();
    return summary.failed() == 0 ? OK : BROKEN;
  }

  private void finish(Summary summary, LongFunction<RunPlan> plans, SimulateOptions options) {
    summary.failures().stream()
        .limit(SHORTENED_MAX)
        .forEach(
            failed ->
                summary.shortened(
                    failed.seed(),
                    Shrinking.shorten(plans.apply(failed.seed()), failed).faultyEventsMax()));
    SummaryText text = new SummaryText(build, options.mutant());
    if (options.json().filter(STANDARD_OUTPUT::equals).isPresent()) {
      out.print(SummaryJson.of(summary, build, options.mutant()));
      return;
    }
    out.print(text.of(summary));
    options.json().ifPresent(file -> write(file, SummaryJson.of(summary, build, options.mutant())));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write the summary to " + file, failure);
    }
  }
}
