package dev.vez.simulation;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The history of a run as lines of text, and a hash of all of them: equal for equal seeds. */
final class Trace {

  private static final long PRIME = 0x9e3779b97f4a7c15L;

  private final @Nullable Consumer<String> printer;
  private long hash;
  private long lines;

  /**
   * An empty trace.
   *
   * @param printer gets every line; none to keep only the hash
   */
  Trace(@Nullable Consumer<String> printer) {
    this.printer = printer;
  }

  void add(long nanos, Object event) {
    String text = event.toString();
    lines++;
    hash = (hash ^ nanos) * PRIME;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
      hash ^= hash >>> 29;
    }
    if (printer != null) {
      printer.accept(
          String.format("%6d.%06d  %s", nanos / 1_000_000_000, nanos / 1_000 % 1_000_000, text));
    }
  }

  /** Ends the trace with what did not show in it. */
  long finish(long fingerprint) {
    return (hash ^ fingerprint) * PRIME ^ lines;
  }
}
