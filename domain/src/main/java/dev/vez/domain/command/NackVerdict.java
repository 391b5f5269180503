package dev.vez.domain.command;

/** What is to become of a message whose attempt failed. */
public sealed interface NackVerdict {

  /**
   * It waits at the tail of its flow again.
   *
   * @param delayMillis how long it stays away before that, 0 to {@link #DELAY_MILLIS_MAX}
   *     milliseconds of log time
   */
  record Retry(long delayMillis) implements NackVerdict {

    /** Longest delay, in milliseconds: 7 days. */
    public static final long DELAY_MILLIS_MAX = 7 * 24 * 60 * 60 * 1_000L;

    /** At the tail of its flow at once. */
    public static final Retry AT_ONCE = new Retry(0);

    public Retry {
      if (delayMillis < 0 || delayMillis > DELAY_MILLIS_MAX) {
        throw new IllegalArgumentException(
            "Expected a delay from 0 to "
                + DELAY_MILLIS_MAX
                + " milliseconds, but got "
                + delayMillis);
      }
    }
  }

  /** It moves to the dead-letter queue of its queue; where there is none, it is retried at once. */
  record DeadLetter() implements NackVerdict {}
}
