package dev.vez.domain.command;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;

/**
 * Gives a message up after a failed attempt: with one more attempt it is retried or moved to the
 * dead-letter queue.
 *
 * @param queue the queue
 * @param message the message
 * @param lease the lease under which the caller holds it, or {@link LeaseId#NONE}: whichever is
 *     alive
 * @param verdict what is to become of it
 * @param error the consumer's words on the failure, empty for none, cut by the leader to {@link
 *     #ERROR_BYTES_MAX} bytes
 * @param failedAtMillis wall clock in epoch milliseconds, shown to users only
 */
public record NackMessage(
    QueueId queue,
    MessageId message,
    LeaseId lease,
    NackVerdict verdict,
    String error,
    long failedAtMillis)
    implements QueueCommand {

  /** Most bytes of UTF-8 that are kept of an error. */
  public static final int ERROR_BYTES_MAX = 1_024;

  public NackMessage {
    // No text has more characters than bytes; the leader counts those.
    if (error.length() > ERROR_BYTES_MAX) {
      throw new IllegalArgumentException(
          "Expected an error of at most "
              + ERROR_BYTES_MAX
              + " bytes, but got "
              + error.length()
              + " characters");
    }
  }
}
