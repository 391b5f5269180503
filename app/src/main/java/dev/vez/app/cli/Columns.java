package dev.vez.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints rows in columns: the first to the left, numbers to the right, two blanks between. */
final class Columns {

  private final String indent;
  private final List<String> titles;
  private final int[] widths;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param indent before each row
   * @param titles of the columns
   * @param widthsMin of the columns after the first; wider content makes them wider
   */
  Columns(String indent, List<String> titles, int... widthsMin) {
    this.indent = indent;
    this.titles = List.copyOf(titles);
    this.widths = new int[titles.size()];
    System.arraycopy(widthsMin, 0, widths, 1, widthsMin.length);
    widen(titles);
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
      line.append(column == 0 ? cell + padding : "  " + padding + cell);
    }
    return line.toString().stripTrailing();
  }
}
