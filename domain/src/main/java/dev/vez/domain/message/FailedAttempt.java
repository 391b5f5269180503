package dev.vez.domain.message;

/**
 * One failed attempt to handle a message.
 *
 * @param number number of the attempt, from 1
 * @param kind how it failed
 * @param failedAtMillis when, in epoch milliseconds, shown to users only: wall clock of a nack, log
 *     time of an expiry
 * @param error the consumer's words on it, empty for none
 */
public record FailedAttempt(int number, Kind kind, long failedAtMillis, String error) {

  /** How an attempt fails. */
  public enum Kind {
    /** The consumer said so. */
    NACKED,
    /** The lease ended without a word. */
    EXPIRED
  }

  public FailedAttempt {
    if (number < 1) {
      throw new IllegalArgumentException("Expected an attempt of 1 or more, but got " + number);
    }
  }

  /** The same attempt without its words. */
  FailedAttempt withoutError() {
    return error.isEmpty() ? this : new FailedAttempt(number, kind, failedAtMillis, "");
  }
}
