package dev.vez.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program: replays one seed, or explores many. */
public final class Simulate {

  /** No promise was broken. */
  public static final int OK = 0;

  /** A promise was broken. */
  public static final int BROKEN = 1;

  private static final int USAGE_ERROR = 2;

  private static final long NANOS_BETWEEN_PROGRESS = TimeUnit.SECONDS.toNanos(1);

  private final PrintStream out;
  private final PrintStream progress;
  private long saidAtNanos = System.nanoTime();

  /**
   * A program that is yet to be run.
   *
   * @param out gets results
   * @param progress gets a line every second
   */
  public Simulate(PrintStream out, PrintStream progress) {
    this.out = out;
    this.progress = progress;
  }

  /** Exits with 0 where every promise was kept, 1 where one was broken, 2 for wrong arguments. */
  @SuppressWarnings("SystemOut") // It is a program for the command line.
  public static void main(String[] arguments) {
    SimulateOptions options;
    try {
      options = SimulateOptions.parse(List.of(arguments));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.print(SimulateOptions.USAGE);
      System.exit(USAGE_ERROR);
      return;
    }
    System.exit(new Simulate(System.out, System.err).run(options));
  }

  /** Runs; gives {@link #OK} or {@link #BROKEN}. */
  public int run(SimulateOptions options) {
    return options.seed().isPresent()
        ? replay(options.seed().getAsLong(), options.trace())
        : explore(options);
  }

  private int replay(long seed, boolean trace) {
    long start = System.nanoTime();
    RunReport report = trace ? Simulation.run(seed, out::println) : Simulation.run(seed);
    Summary summary = new Summary(seed);
    summary.add(report, System.nanoTime() - start);
    out.print(SummaryText.of(summary));
    // Last, for who compares two runs.
    out.printf("trace hash  %016x%n", report.traceHash());
    out.flush();
    return summary.failed() == 0 ? OK : BROKEN;
  }

  private int explore(SimulateOptions options) {
    long nanosMax =
        options.minutes().isPresent()
            ? TimeUnit.MINUTES.toNanos(options.minutes().getAsLong())
            : Long.MAX_VALUE;
    Summary summary =
        new Exploration(System::nanoTime, this::onProgress)
            .explore(options.firstSeed(), options.seeds(), nanosMax);
    out.print(SummaryText.of(summary));
    out.flush();
    options.json().ifPresent(file -> write(file, SummaryJson.of(summary)));
    return summary.failed() == 0 ? OK : BROKEN;
  }

  private void onProgress(Summary summary) {
    long now = System.nanoTime();
    boolean hasNewFailure =
        !summary.failures().isEmpty()
            && summary.failures().getLast().seed() == summary.firstSeed() + summary.runs() - 1;
    if (hasNewFailure) {
      progress.print(SummaryText.failure(summary.failures().getLast()));
    }
    if (now - saidAtNanos >= NANOS_BETWEEN_PROGRESS) {
      saidAtNanos = now;
      progress.println(SummaryText.progress(summary));
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write the summary to " + file, failure);
    }
  }
}
