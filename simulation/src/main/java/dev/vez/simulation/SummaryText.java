package dev.vez.simulation;

import dev.vez.simulation.audit.Violation;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Says for people how runs went. */
public final class SummaryText {

  private final String build;
  private final Optional<String> mutant;

  /**
   * Texts about runs.
   *
   * @param build version and commit of the code
   * @param mutant name of the broken broker that was run, if it was one
   */
  public SummaryText(String build, Optional<String> mutant) {
    this.build = build;
    this.mutant = mutant;
  }

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
  public String of(Summary summary) {
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
    summary.failures().forEach(report -> text.append(failure(report, summary)));
    return text.toString();
  }

  private String failure(RunReport report, Summary summary) {
    return report
        .violation()
        .map(violation -> failure(report, violation, summary.shortest(report.seed())))
        .orElse("");
  }

  private String failure(RunReport report, Violation violation, OptionalLong shortest) {
    String prefix =
        shortest.isEmpty()
            ? "not sought"
            : String.format(
                Locale.ROOT,
                "%,d events with faults, of %,d",
                shortest.getAsLong(),
                report.faultyEvents());
    return String.format(
        Locale.ROOT,
        """

        Seed %d broke %s after %.6f s, at event %,d: %s
          Promise:  %s
          Build:    %s
          Shortest: %s
          Replay:   ./vez simulate --seed %d%s%s
        """,
        report.seed(),
        violation.invariant().label(),
        violation.nanos() / 1e9,
        report.events(),
        violation.what(),
        violation.invariant().promise(),
        build,
        prefix,
        report.seed(),
        shortest.isEmpty() ? "" : " --events " + shortest.getAsLong(),
        mutant.map(name -> " --mutant " + name).orElse(""));
  }
}
