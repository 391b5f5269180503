package dev.vez.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints rows in columns, two blanks between: the first to the left, and so texts; numbers to the
 * right.
 */
final class Columns {

  private final String indent;
  private final List<String> titles;
  private final int[] widths;
  private final boolean areTexts;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Columns of numbers after the first.
   *
   * @param indent before each row
   * @param titles of the columns
   * @param widthsMin of the columns after the first; wider content makes them wider
   */
  Columns(String indent, List<String> titles, int... widthsMin) {
    this(indent, titles, false, widthsMin);
  }

  private Columns(String indent, List<String> titles, boolean areTexts, int... widthsMin) {
    this.indent = indent;
    this.areTexts = areTexts;
    this.titles = List.copyOf(titles);
    this.widths = new int[titles.size()];
    System.arraycopy(widthsMin, 0, widths, 1, widthsMin.length);
    widen(titles);
  }

  /** Columns of texts, without an indent. */
  static Columns ofTexts(String... titles) {
    return new Columns("", List.of(titles), true);
  }

  Columns row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    widen(row);
    rows.add(row);
    return this;
  }

  void print(PrintWriter out) {
    out.println(line(titles));
    rows.forEach(row -> out.println(line(row)));
  }

  private void widen(List<String> row) {
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Math.max(widths[column], row.get(column).length());
    }
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder(indent);
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      String padding = " ".repeat(widths[column] - cell.length());
      line.append(column == 0 ? "" : "  ");
      line.append(column == 0 || areTexts ? cell + padding : padding + cell);
    }
    return line.toString().stripTrailing();
  }
}
