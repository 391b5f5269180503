package dev.vez.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows two lanes side by side as text. */
final class DemoTable {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Lane turns;
  private final Lane arrival;
  private final String first;

  DemoTable(Lane turns, Lane arrival, DemoPlan plan) {
    this.turns = turns;
    this.arrival = arrival;
    this.first = "FIRST " + number(plan.firstDeliveries());
  }

  /** The lines of the table; the first two are its head. */
  List<String> lines(long elapsedNanos) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-16s   %-31s   %s".formatted("", "A TURN FOR EACH TENANT (VEZ)", "IN ORDER OF ARRIVAL"));
    lines.add("%-8s%8s   %s   %s".formatted("TENANT", "SENT", laneHead(), laneHead()));
    List<Lane.Figures> left = turns.figures();
    List<Lane.Figures> right = arrival.figures();
    for (int i = 0; i < left.size(); i++) {
      lines.add(
          "%-8s%8s   %s   %s"
              .formatted(
                  left.get(i).tenant(),
                  number(left.get(i).sent()),
                  cells(left.get(i), elapsedNanos),
                  cells(right.get(i), elapsedNanos)));
    }
    return lines;
  }

  private String laneHead() {
    return "%9s%10s%12s".formatted(first, "SERVED", "MEAN WAIT");
  }

  private static String cells(Lane.Figures figures, long elapsedNanos) {
    String wait =
        figures.taken() == 0
            ? "> " + seconds(elapsedNanos)
            : seconds(figures.waitNanos() / figures.taken());
    return "%9s%10s%12s".formatted(number(figures.early()), number(figures.taken()), wait);
  }

  static String number(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / NANOS_PER_SECOND);
  }
}
