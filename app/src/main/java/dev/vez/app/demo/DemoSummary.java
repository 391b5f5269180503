package dev.vez.app.demo;

import java.io.PrintWriter;
import java.util.List;

/** Says in words what the table shows. */
final class DemoSummary {

  private final Lane turns;
  private final Lane arrival;

  DemoSummary(Lane turns, Lane arrival) {
    this.turns = turns;
    this.arrival = arrival;
  }

  void print(PrintWriter out) {
    out.println("                          with turns            in order of arrival");
    out.println(line("last quiet message", quiet(turns), quiet(arrival)));
    out.println(line("last noisy message", noisy(turns), noisy(arrival)));
    out.flush();
  }

  private static String line(String what, String withTurns, String inOrder) {
    return "%-24s  %-20s  %s".formatted(what, withTurns, inOrder);
  }

  private static String quiet(Lane lane) {
    List<Lane.Figures> all = lane.figures();
    return when(all.subList(1, all.size()));
  }

  private static String noisy(Lane lane) {
    return when(lane.figures().subList(0, 1));
  }

  private static String when(List<Lane.Figures> figures) {
    int left = figures.stream().mapToInt(each -> each.sent() - each.done()).sum();
    long last = figures.stream().mapToLong(Lane.Figures::lastNanos).max().orElse(0);
    return left == 0
        ? "done after " + DemoTable.seconds(last)
        : "%s still waiting".formatted(DemoTable.number(left));
  }
}
