package dev.vez.ports.scheduling;

/** What an {@code on_failure} script chose. */
public sealed interface FailureVerdict {

  /** Longest delay, in milliseconds: 7 days. */
  long DELAY_MILLIS_MAX = 7 * 24 * 60 * 60 * 1_000L;

  /** Without a script, or where the script failed. */
  FailureVerdict DEFAULT = new Retry(0);

  /**
   * The message goes to the tail of its flow.
   *
   * @param delayMillis after which it does, 0 to {@link #DELAY_MILLIS_MAX}
   */
  record Retry(long delayMillis) implements FailureVerdict {

    public Retry {
      if (delayMillis < 0 || delayMillis > DELAY_MILLIS_MAX) {
        throw new IllegalArgumentException(
            "Expected a delay of 0 to "
                + DELAY_MILLIS_MAX
                + " milliseconds, but got "
                + delayMillis);
      }
    }
  }

  /** The message moves to the dead-letter queue. */
  record DeadLetter() implements FailureVerdict {}
}
