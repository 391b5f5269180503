package dev.vez.domain.record;

/**
 * Configuration of a queue.
 *
 * @param onEnqueueScript Lua source, empty for none
 * @param onFailureScript Lua source, empty for none
 * @param visibilityTimeoutMillis how long a new lease lasts, 1,000 to 43,200,000 milliseconds
 */
public record QueueConfig(
    String onEnqueueScript, String onFailureScript, long visibilityTimeoutMillis) {

  /** Shortest visibility timeout, in milliseconds. */
  public static final long VISIBILITY_TIMEOUT_MILLIS_MIN = 1_000;

  /** Longest visibility timeout, in milliseconds: 12 hours. */
  public static final long VISIBILITY_TIMEOUT_MILLIS_MAX = 12 * 60 * 60 * 1_000L;

  /** Where a creator asks for none, in milliseconds. */
  public static final long VISIBILITY_TIMEOUT_MILLIS_DEFAULT = 30_000;

  /** No scripts, the default visibility timeout. */
  public static final QueueConfig DEFAULT =
      new QueueConfig("", "", VISIBILITY_TIMEOUT_MILLIS_DEFAULT);

  public QueueConfig {
    if (visibilityTimeoutMillis < VISIBILITY_TIMEOUT_MILLIS_MIN
        || visibilityTimeoutMillis > VISIBILITY_TIMEOUT_MILLIS_MAX) {
      throw new IllegalArgumentException(
          "Expected a visibility timeout from "
              + VISIBILITY_TIMEOUT_MILLIS_MIN
              + " to "
              + VISIBILITY_TIMEOUT_MILLIS_MAX
              + " milliseconds, but got "
              + visibilityTimeoutMillis);
    }
  }
}
