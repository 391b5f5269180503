package dev.vez.benchmarks.suite;

import java.io.PrintWriter;

/** Tells which group is being measured: on a terminal in a line that goes away again. */
final class Progress {

  private static final int WIDTH = 24;

  private final PrintWriter err;
  private final boolean isTerminal;
  private final int groups;
  private int begun;
  private String group = "";

  Progress(PrintWriter err, boolean isTerminal, int groups) {
    this.err = err;
    this.isTerminal = isTerminal;
    this.groups = groups;
  }

  void begin(String name) {
    clear();
    begun++;
    group = name;
    if (!isTerminal) {
      err.println("measuring " + name + " (" + begun + " of " + groups + ")");
      err.flush();
    }
    show();
  }

  void show() {
    if (isTerminal && begun > 0) {
      int done = (begun - 1) * WIDTH / groups;
      err.print(
          "\r["
              + "#".repeat(done)
              + ".".repeat(WIDTH - done)
              + "] "
              + begun
              + "/"
              + groups
              + " "
              + group);
      err.flush();
    }
  }

  void clear() {
    if (isTerminal && begun > 0) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}
