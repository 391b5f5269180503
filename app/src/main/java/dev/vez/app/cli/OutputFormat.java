package dev.vez.app.cli;

/** How results are printed. */
enum OutputFormat {
  /** For people. */
  TABLE,
  /** For programs: one JSON value a line. */
  JSON
}
