package dev.vez.app.config;

import java.util.List;

/** What reading the configuration gave. */
public sealed interface ConfigResult {

  /** It is complete and every value is within its range. */
  record Loaded(Config config) implements ConfigResult {}

  /**
   * It must not be used.
   *
   * @param problems all of them, at least one, in the order in which a reader meets them
   */
  record Invalid(List<ConfigProblem> problems) implements ConfigResult {

    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
