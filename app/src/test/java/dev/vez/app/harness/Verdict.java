package dev.vez.app.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What all checkers say of one run. */
public final class Verdict {

  /** Every checker that there is. */
  public static final List<Checker> CHECKERS =
      List.of(
          new TotalQueueChecker(),
          new ResurrectionChecker(),
          new LeaseChecker(),
          new AttemptChecker(),
          new KeyOrderChecker());

  private static final int SHOWN_MAX = 10;

  private final History history;
  private final List<Findings> findings;

  private Verdict(History history, List<Findings> findings) {
    this.history = history;
    this.findings = findings;
  }

  /** Judges a run that has come to rest. */
  public static Verdict on(History history) {
    Timeline timeline = Timeline.of(history.events());
    return new Verdict(history, CHECKERS.stream().map(checker -> checker.check(timeline)).toList());
  }

  /** What each checker found. */
  public List<Findings> findings() {
    return findings;
  }

  /** How many things were judged, as in {@code total queue 1200, leases 310}. */
  public String summary() {
    return findings.stream()
        .map(f -> String.format(Locale.ROOT, "%s %,d", f.checker(), f.judged()))
        .collect(Collectors.joining(", "));
  }

  /**
   * Does nothing if no promise was broken.
   *
   * @param file where the history goes otherwise
   * @throws AssertionError with the first violations and the place of the history
   */
  public void assertNothingFound(Path file) {
    List<String> violations =
        findings.stream()
            .flatMap(f -> f.violations().stream().map(text -> f.checker() + ": " + text))
            .toList();
    if (violations.isEmpty()) {
      return;
    }
    history.writeTo(file);
    throw new AssertionError(
        "%d violations; the history is in %s%n%s"
            .formatted(
                violations.size(),
                file,
                violations.stream()
                    .limit(SHOWN_MAX)
                    .collect(Collectors.joining(System.lineSeparator()))));
  }
}
