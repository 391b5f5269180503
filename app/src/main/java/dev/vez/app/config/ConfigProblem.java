package dev.vez.app.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param where file and line, environment variable or flag
 * @param text names the key and says what was expected
 */
public record ConfigProblem(String where, String text) {

  @Override
  public String toString() {
    return where + ": " + text;
  }
}
