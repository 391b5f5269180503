package dev.vez.simulation.audit;

/**
 * What a script is told to make of a message's failed attempts.
 *
 * @param delayMillis how long it stays away, 0 or greater
 * @param deadFromAttempts failed attempts from which on it is a dead letter, 0 for never
 */
public record FailurePlan(long delayMillis, int deadFromAttempts) {

  /** It is retried at once, without limit. */
  public static final FailurePlan NONE = new FailurePlan(0, 0);

  /** Whether it is a dead letter after so many failed attempts. */
  public boolean isDeadAfter(int attempts) {
    return deadFromAttempts > 0 && attempts >= deadFromAttempts;
  }
}
