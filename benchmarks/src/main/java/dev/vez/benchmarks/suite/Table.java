package dev.vez.benchmarks.suite;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Prints figures in columns, beside those of an earlier run where there is one. */
final class Table {

  private final PrintWriter out;
  private final Map<String, Measurement> earlier;
  private final boolean isComparing;

  Table(PrintWriter out, Map<String, Measurement> earlier, boolean isComparing) {
    this.out = out;
    this.earlier = earlier;
    this.isComparing = isComparing;
  }

  void print(Measurement measurement) {
    String line =
        String.format(
            Locale.ROOT,
            "%-40s %14s %-6s",
            measurement.name(),
            number(measurement.value()),
            measurement.unit());
    if (isComparing) {
      line += comparison(measurement);
    }
    out.println(line.stripTrailing());
    out.flush();
  }

  private String comparison(Measurement measurement) {
    Measurement before = earlier.get(measurement.name());
    if (before == null || !before.unit().equals(measurement.unit())) {
      return String.format(Locale.ROOT, " %14s %8s", "-", "-");
    }
    return String.format(
        Locale.ROOT,
        " %14s %8s",
        number(before.value()),
        before.value() == 0
            ? "-"
            : String.format(Locale.ROOT, "x%.2f", measurement.value() / before.value()));
  }

  private static String number(double value) {
    return Math.abs(value) < 100
        ? String.format(Locale.ROOT, "%.2f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }
}
