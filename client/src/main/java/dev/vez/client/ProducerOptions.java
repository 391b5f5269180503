package dev.vez.client;

import java.time.Duration;

/**
 * How a {@link Producer} behaves.
 *
 * @param linger how long a message waits for others to share its batch while nothing keeps it back;
 *     zero to send at once. Under load batches fill without it: what comes while as many batches as
 *     may be are on their way goes out together.
 * @param batchMessages messages of one batch at most, 1 to 4,096
 * @param batchBytes bytes of one batch at most, unless it is a single message; 1 to 3 MiB
 * @param batchesInFlight batches sent and not answered at most, 1 or greater; with 1 a message that
 *     is sent again never comes behind one that was given later
 * @param unansweredMessages messages given and not answered at most, 1 or greater; further ones
 *     wait in {@link Producer#send}
 * @param unansweredBytes their bytes at most, 1 or greater
 * @param timeout how long a message may take until it is answered, sending it again included
 * @param isIdempotent whether every message gets an idempotency key of its own, so that one whose
 *     outcome is not known can be sent again and is accepted once; costs the broker some work and
 *     room for each message
 */
public record ProducerOptions(
    Duration linger,
    int batchMessages,
    int batchBytes,
    int batchesInFlight,
    int unansweredMessages,
    long unansweredBytes,
    Duration timeout,
    boolean isIdempotent) {

  /** The server's limit on a batch. */
  private static final int BATCH_MESSAGES_MAX = 4_096;

  /** Below the least that servers take by default, with room for what is around the messages. */
  private static final int BATCH_BYTES_MAX = 3 << 20;

  /**
   * No lingering; batches of 512 messages or 256 KiB, 8 on their way; 16,384 messages or 32 MiB
   * unanswered; 30 seconds; no idempotency keys.
   */
  public static final ProducerOptions DEFAULT =
      new ProducerOptions(
          Duration.ZERO, 512, 256 << 10, 8, 16_384, 32 << 20, Duration.ofSeconds(30), false);

  public ProducerOptions {
    if (linger.isNegative() || !timeout.isPositive()) {
      throw new IllegalArgumentException(
          "Expected a linger of zero or more and a positive timeout, but got %s and %s"
              .formatted(linger, timeout));
    }
    if (batchMessages < 1 || batchMessages > BATCH_MESSAGES_MAX) {
      throw new IllegalArgumentException(
          "Expected batchMessages from 1 to " + BATCH_MESSAGES_MAX + ", but got " + batchMessages);
    }
    if (batchBytes < 1 || batchBytes > BATCH_BYTES_MAX) {
      throw new IllegalArgumentException(
          "Expected batchBytes from 1 to " + BATCH_BYTES_MAX + ", but got " + batchBytes);
    }
    if (batchesInFlight < 1 || unansweredMessages < 1 || unansweredBytes < 1) {
      throw new IllegalArgumentException(
          "Expected batchesInFlight, unansweredMessages and unansweredBytes of 1 or more, but got"
              + " %d, %d and %d".formatted(batchesInFlight, unansweredMessages, unansweredBytes));
    }
  }

  /** The same with another linger. */
  public ProducerOptions withLinger(Duration duration) {
    return new ProducerOptions(
        duration,
        batchMessages,
        batchBytes,
        batchesInFlight,
        unansweredMessages,
        unansweredBytes,
        timeout,
        isIdempotent);
  }

  /** The same with other batches. */
  public ProducerOptions withBatches(int messages, int bytes, int inFlight) {
    return new ProducerOptions(
        linger,
        messages,
        bytes,
        inFlight,
        unansweredMessages,
        unansweredBytes,
        timeout,
        isIdempotent);
  }

  /** The same with another bound on what is unanswered. */
  public ProducerOptions withUnanswered(int messages, long bytes) {
    return new ProducerOptions(
        linger, batchMessages, batchBytes, batchesInFlight, messages, bytes, timeout, isIdempotent);
  }

  /** The same with another timeout. */
  public ProducerOptions withTimeout(Duration duration) {
    return new ProducerOptions(
        linger,
        batchMessages,
        batchBytes,
        batchesInFlight,
        unansweredMessages,
        unansweredBytes,
        duration,
        isIdempotent);
  }

  /** The same with an idempotency key for every message, or without. */
  public ProducerOptions withIdempotency(boolean isOn) {
    return new ProducerOptions(
        linger,
        batchMessages,
        batchBytes,
        batchesInFlight,
        unansweredMessages,
        unansweredBytes,
        timeout,
        isOn);
  }
}
