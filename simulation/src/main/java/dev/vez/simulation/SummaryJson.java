package dev.vez.simulation;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Says for programs how runs went. */
public final class SummaryJson {

  private SummaryJson() {}

  /** One JSON object, with a line break at the end. */
  public static String of(Summary summary, String build, Optional<String> mutant) {
    String faults =
        summary.faults().entrySet().stream()
            .map(
                fault ->
                    quoted(fault.getKey().name().toLowerCase(Locale.ROOT)) + ":" + fault.getValue())
            .collect(Collectors.joining(","));
    String failures =
        summary.failures().stream()
            .map(report -> failure(report, summary.shortest(report.seed())))
            .collect(Collectors.joining(","));
    return String.format(
        Locale.ROOT,
        "{\"build\":%s,\"mutant\":%s,\"first_seed\":%d,\"seeds\":%d,\"failed\":%d,\"events\":%d,\"events_per_second\":%.0f,"
            + "\"simulated_seconds\":%.3f,\"real_seconds\":%.3f,\"times_real_time\":%.0f,\"starts\":%d,\"entries\":%d,"
            + "\"accepted\":%d,\"delivered\":%d,\"acked\":%d,\"faults\":{%s},\"failures\":[%s]}%n",
        quoted(build),
        mutant.map(SummaryJson::quoted).orElse("null"),
        summary.firstSeed(),
        summary.runs(),
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
        summary.settled(),
        faults,
        failures);
  }

  private static String failure(RunReport report, OptionalLong shortest) {
    return report
        .violation()
        .map(
            violation ->
                "{\"seed\":"
                    + report.seed()
                    + ",\"invariant\":"
                    + quoted(violation.invariant().label())
                    + ",\"what\":"
                    + quoted(violation.what())
                    + ",\"nanos\":"
                    + violation.nanos()
                    + ",\"events\":"
                    + report.events()
                    + ",\"shortest_events\":"
                    + (shortest.isEmpty() ? "null" : Long.toString(shortest.getAsLong()))
                    + "}")
        .orElse("{}");
  }

  private static String quoted(String text) {
    StringBuilder result = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        result.append('\\').append(c);
      } else if (c < ' ') {
        result.append(String.format("\\u%04x", (int) c));
      } else {
        result.append(c);
      }
    }
    return result.append('"').toString();
  }
}
