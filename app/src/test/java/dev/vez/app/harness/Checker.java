package dev.vez.app.harness;

/**
 * Judges a run by its history. A checker must be sound: whatever delays, crashes and schedules a
 * correct broker meets, it finds nothing. So each says in its description why what it reports
 * cannot have happened with a correct broker.
 */
@FunctionalInterface
public interface Checker {

  /** Looks at a run that has come to rest. */
  Findings check(Timeline timeline);
}
