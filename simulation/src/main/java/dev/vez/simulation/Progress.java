package dev.vez.simulation;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Shows how far an exploration is: on a terminal a bar that is drawn anew, elsewhere a line from
 * time to time.
 */
public final class Progress {

  private static final long NANOS_BETWEEN_BARS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long NANOS_BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);
  private static final int BAR_WIDTH = 30;
  private static final int LINE_WIDTH = 100;
  private static final String UP_AND_CLEAR = "\u001b[A\u001b[2K";

  private final PrintWriter screen;
  private final boolean isTerminal;
  private long seedsMax;
  private long nanosMax;
  private double shownAtSeconds;
  private int linesDrawn;

  /**
   * Nothing shown yet.
   *
   * @param isTerminal whether lines can be drawn over
   */
  public Progress(PrintWriter screen, boolean isTerminal) {
    this.screen = screen;
    this.isTerminal = isTerminal;
  }

  void begin(long newSeedsMax, long newNanosMax) {
    seedsMax = newSeedsMax;
    nanosMax = newNanosMax;
  }

  void show(Summary summary) {
    long every = isTerminal ? NANOS_BETWEEN_BARS : NANOS_BETWEEN_LINES;
    if (summary.realSeconds() - shownAtSeconds < every / 1e9) {
      return;
    }
    shownAtSeconds = summary.realSeconds();
    erase();
    List<String> lines = new ArrayList<>();
    lines.add((isTerminal ? bar(shareDone(summary)) + " " : "") + SummaryText.progress(summary));
    lines.addAll(faults(summary));
    if (isTerminal) {
      lines.forEach(screen::println);
      linesDrawn = lines.size();
    } else {
      screen.println(String.join(" ", lines));
    }
    screen.flush();
  }

  void end() {
    erase();
    screen.flush();
  }

  private void erase() {
    screen.print(UP_AND_CLEAR.repeat(linesDrawn));
    linesDrawn = 0;
  }

  private double shareDone(Summary summary) {
    double bySeeds = (double) summary.runs() / seedsMax;
    double byTime = summary.realSeconds() * 1e9 / nanosMax;
    return Math.min(1, Math.max(bySeeds, byTime));
  }

  private static String bar(double share) {
    int done = (int) (share * BAR_WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %%",
        "=".repeat(done),
        " ".repeat(BAR_WIDTH - done),
        share * 100);
  }

  private static List<String> faults(Summary summary) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("faults:");
    for (Map.Entry<?, Long> fault : summary.faults().entrySet()) {
      String next =
          String.format(
              Locale.ROOT,
              " %s %,d;",
              fault.getKey().toString().toLowerCase(Locale.ROOT).replace('_', ' '),
              fault.getValue());
      if (line.length() + next.length() > LINE_WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(' ');
      }
      line.append(next);
    }
    lines.add(line.toString());
    return lines;
  }
}
