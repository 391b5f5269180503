package dev.vez.app.harness;

import java.util.List;

/** Reads what {@code jcmd GC.class_histogram} prints. */
final class HeapCount {

  private HeapCount() {}

  /** The bytes of its last line, {@code Total <instances> <bytes>}. */
  static long parse(String histogram) {
    List<String> totals = histogram.lines().filter(line -> line.startsWith("Total")).toList();
    if (totals.size() != 1) {
      throw new IllegalArgumentException("Expected a class histogram, but got: " + histogram);
    }
    String total = totals.getFirst().stripTrailing();
    return Long.parseLong(total.substring(total.lastIndexOf(' ') + 1));
  }
}
