package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes the figures of a run in, and passes each on as it comes. */
final class Figures {

  private static final double NANOS_PER_MICRO = 1_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<Measurement> all = new ArrayList<>();
  private final Consumer<Measurement> listener;

  Figures(Consumer<Measurement> listener) {
    this.listener = listener;
  }

  List<Measurement> all() {
    return List.copyOf(all);
  }

  void add(String name, double value, String unit) {
    Measurement measurement = new Measurement(name, value, unit);
    all.add(measurement);
    listener.accept(measurement);
  }

  void perSecond(String name, double value) {
    add(name, value, "/s");
  }

  /** A percentile of nanoseconds, in microseconds. */
  void micros(String name, Percentiles nanos, double share) {
    add(name, nanos.at(share) / NANOS_PER_MICRO, "us");
  }

  /** A percentile of nanoseconds, in milliseconds. */
  void millis(String name, Percentiles nanos, double share) {
    add(name, nanos.at(share) / NANOS_PER_MILLI, "ms");
  }
}
