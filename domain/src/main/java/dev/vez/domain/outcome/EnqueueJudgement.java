package dev.vez.domain.outcome;

import dev.vez.domain.id.MessageId;

/** What became of one message of {@code EnqueueMessages}. */
public sealed interface EnqueueJudgement {

  /** It is in the queue under its own id. */
  record Accepted() implements EnqueueJudgement {
    public static final Accepted INSTANCE = new Accepted();
  }

  /**
   * Its idempotency key was used before; nothing was done.
   *
   * @param first the message that was accepted with that key
   */
  record Repeated(MessageId first) implements EnqueueJudgement {}

  /**
   * Refused: its idempotency key is new, and its group has as many as it may have.
   *
   * @param keysMax how many that is
   * @param retryAfterMillis in how many milliseconds the window of the first of them ends, 1 or
   *     greater
   */
  record TooManyKeys(long keysMax, long retryAfterMillis) implements EnqueueJudgement {}
}
