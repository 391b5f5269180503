package dev.vez.domain.command;

import dev.vez.domain.id.QueueId;
import org.jspecify.annotations.Nullable;

/**
 * Begins to move the messages that now wait in a dead-letter queue back to its parent, in bounded
 * steps that later entries make: the oldest first within their key, key after key. Leased and
 * delayed ones stay. A moved message has no failed attempts and keeps all else.
 *
 * @param queue the dead-letter queue
 * @param parent where they move
 * @param count messages to move at most, 0 for all
 * @param fairnessKey move those of this key only; null for all
 * @param ratePerSecond moves a second at most, 0 to {@link #RATE_PER_SECOND_MAX}; 0 for no such
 *     limit
 */
public record RedriveMessages(
    QueueId queue, QueueId parent, long count, @Nullable String fairnessKey, int ratePerSecond)
    implements QueueCommand {

  /** Greatest limit on the moves a second. */
  public static final int RATE_PER_SECOND_MAX = 1_000_000;

  public RedriveMessages {
    if (count < 0) {
      throw new IllegalArgumentException("Expected a count of 0 or more, but got " + count);
    }
    if (ratePerSecond < 0 || ratePerSecond > RATE_PER_SECOND_MAX) {
      throw new IllegalArgumentException(
          "Expected a rate from 0 to " + RATE_PER_SECOND_MAX + ", but got " + ratePerSecond);
    }
  }
}
