package dev.vez.domain.message;

import java.util.ArrayList;
import java.util.List;

/**
 * The last failed attempts of a message, the oldest first. Bounded: the oldest attempts are
 * forgotten, and before that their words.
 *
 * @param attempts at most {@link #ATTEMPTS_MAX}
 */
public record FailureHistory(List<FailedAttempt> attempts) {

  /** Most attempts that are remembered. */
  public static final int ATTEMPTS_MAX = 16;

  /** Most characters of all errors that are remembered; those of the last attempt always fit. */
  public static final int ERROR_CHARACTERS_MAX = 4_096;

  /** That of a message that has not failed yet. */
  public static final FailureHistory NONE = new FailureHistory(List.of());

  public FailureHistory {
    if (attempts.size() > ATTEMPTS_MAX) {
      throw new IllegalArgumentException(
          "Expected at most " + ATTEMPTS_MAX + " attempts, but got " + attempts.size());
    }
    attempts = List.copyOf(attempts);
  }

  /** This history with one more attempt at its end. */
  public FailureHistory with(FailedAttempt last) {
    int kept = Math.min(attempts.size(), ATTEMPTS_MAX - 1);
    List<FailedAttempt> earlier = attempts.subList(attempts.size() - kept, attempts.size());
    List<FailedAttempt> fromLast = new ArrayList<>(kept + 1);
    fromLast.add(last);
    long characters = last.error().length();
    for (FailedAttempt attempt : earlier.reversed()) {
      characters += attempt.error().length();
      fromLast.add(characters <= ERROR_CHARACTERS_MAX ? attempt : attempt.withoutError());
    }
    return new FailureHistory(fromLast.reversed());
  }
}
