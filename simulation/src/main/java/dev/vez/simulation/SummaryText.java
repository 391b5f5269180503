package dev.vez.simulation;

import dev.vez.simulation.audit.Violation;
import java.util.Locale;

/** Says for people how runs went. */
public final class SummaryText {

  private SummaryText() {}

  /** One line on the way. */
  public static String progress(Summary summary) {
    return String.format(
        Locale.ROOT,
        "%,d seeds, %,d failed, %,.0f events/s, %,.0f times real time",
        summary.runs(),
        summary.failed(),
        summary.eventsPerSecond(),
        summary.timesRealTime());
  }

  /** All of it. */
  public static String of(Summary summary) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            seeds       %,15d   from %d, %,d failed
            events      %,15d   %,.0f a second
            time        %,15.0f s simulated in %.1f s, %,.0f times real time
            starts      %,15d
            entries     %,15d
            messages    %,15d   accepted, %,d deliveries, %,d acked
            faults
            """,
            summary.runs(),
            summary.firstSeed(),
            summary.failed(),
            summary.events(),
            summary.eventsPerSecond(),
            summary.virtualSeconds(),
            summary.realSeconds(),
            summary.timesRealTime(),
            summary.incarnations(),
            summary.entries(),
            summary.accepted(),
            summary.delivered(),
            summary.settled()));
    summary
        .faults()
        .forEach(
            (kind, count) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "  %-22s %,10d%n",
                        kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        count)));
    summary.failures().forEach(report -> text.append(failure(report)));
    return text.toString();
  }

  /** A broken promise, and how to see it again; empty where none was broken. */
  public static String failure(RunReport report) {
    return report.violation().map(violation -> failure(report.seed(), violation)).orElse("");
  }

  private static String failure(long seed, Violation violation) {
    return String.format(
        Locale.ROOT,
        """

        Seed %d broke %s after %.6f s: %s
          The promise: %s
          Replay: ./vez simulate --seed %d --trace
        """,
        seed,
        violation.invariant(),
        violation.nanos() / 1e9,
        violation.what(),
        violation.invariant().promise(),
        seed);
  }
}
