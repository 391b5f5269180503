package dev.vez.simulation;

import dev.vez.simulation.mutant.Broker;
import dev.vez.simulation.mutant.Mutants;
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
    Broker broker =
        options.mutant().<Broker>map(name -> Mutants.named(name)::run).orElse(Broker.SOUND);
    return options.seed().isPresent()
        ? replay(RunPlan.of(options.seed().getAsLong()), broker, options)
        : explore(broker, options);
  }

  private int replay(RunPlan whole, Broker broker, SimulateOptions options) {
    RunPlan plan =
        options.events().isPresent()
            ? whole.endingFaultsAfter(options.events().getAsLong())
            : whole;
    long start = System.nanoTime();
    RunReport report = broker.run(plan, options.quiet() ? null : out::println);
    Summary summary = new Summary(plan.seed());
    summary.add(report, System.nanoTime() - start);
    finish(summary, _ -> plan, broker, options);
    // Last, for who compares two runs.
    out.printf("trace hash  %016x%n", report.traceHash());
    out.flush();
    return summary.failed() == 0 ? OK : BROKEN;
  }

  private int explore(Broker broker, SimulateOptions options) {
    long nanosMax =
        options.minutes().isPresent()
            ? TimeUnit.MINUTES.toNanos(options.minutes().getAsLong())
            : Long.MAX_VALUE;
    progress.begin(options.seedsMax(), nanosMax);
    Summary summary =
        new Exploration(seed -> broker.run(RunPlan.of(seed)), System::nanoTime, progress::show)
            .explore(
                options.firstSeed().orElse(1),
                options.seedsMax(),
                nanosMax,
                options.threads().orElse(Runtime.getRuntime().availableProcessors()),
                // A mutant's first failure says all.
                options.mutant().isPresent());
    progress.end();
    finish(summary, RunPlan::of, broker, options);
    out.flush();
    return summary.failed() == 0 ? OK : BROKEN;
  }

  private void finish(
      Summary summary, LongFunction<RunPlan> plans, Broker broker, SimulateOptions options) {
    summary.failures().stream()
        .limit(SHORTENED_MAX)
        .forEach(
            failed ->
                summary.shortened(
                    failed.seed(),
                    Shrinking.shorten(broker, plans.apply(failed.seed()), failed)
                        .faultyEventsMax()));
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
