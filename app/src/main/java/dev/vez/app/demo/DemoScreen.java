package dev.vez.app.demo;

import java.io.PrintWriter;
import java.util.List;

/**
 * Shows the lanes while they run: a table drawn over and over on a terminal, a line every other
 * second elsewhere.
 */
final class DemoScreen {

  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final long LINE_EVERY_NANOS = 2_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private final DemoTable table;
  private final Lane turns;
  private final Lane arrival;
  private int drawn;
  private long nextLineNanos = LINE_EVERY_NANOS;

  DemoScreen(PrintWriter out, boolean terminal, Lane turns, Lane arrival, DemoPlan plan) {
    this.out = out;
    this.terminal = terminal;
    this.turns = turns;
    this.arrival = arrival;
    this.table = new DemoTable(turns, arrival, plan);
  }

  /** Shows how things are. */
  void update(long elapsedNanos) {
    if (terminal) {
      draw(elapsedNanos);
    } else if (elapsedNanos >= nextLineNanos) {
      nextLineNanos += LINE_EVERY_NANOS;
      out.println(
          "%6s   a turn for each: %s   in order of arrival: %s"
              .formatted(DemoTable.seconds(elapsedNanos), progress(turns), progress(arrival)));
      out.flush();
    }
  }

  /** Shows how things ended. */
  void finish(long elapsedNanos) {
    if (terminal) {
      draw(elapsedNanos);
    } else {
      out.println();
      table.lines(elapsedNanos).forEach(out::println);
    }
    out.println();
    out.flush();
  }

  private void draw(long elapsedNanos) {
    List<String> lines = table.lines(elapsedNanos);
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append("\u001b[").append(drawn).append('A');
    }
    for (int i = 0; i < lines.size(); i++) {
      boolean head = i < 2;
      frame
          .append(head ? BOLD : "")
          .append(lines.get(i))
          .append(head ? PLAIN : "")
          .append(CLEAR_LINE)
          .append('\n');
    }
    frame.append("after ").append(DemoTable.seconds(elapsedNanos)).append(CLEAR_LINE).append('\n');
    drawn = lines.size() + 1;
    out.print(frame);
    out.flush();
  }

  private static String progress(Lane lane) {
    List<Lane.Figures> figures = lane.figures();
    int quiet = figures.stream().skip(1).mapToInt(Lane.Figures::taken).sum();
    int quietSent = figures.stream().skip(1).mapToInt(Lane.Figures::sent).sum();
    return "noisy %s, quiet %s of %s"
        .formatted(
            DemoTable.number(figures.getFirst().taken()),
            DemoTable.number(quiet),
            DemoTable.number(quietSent));
  }
}
