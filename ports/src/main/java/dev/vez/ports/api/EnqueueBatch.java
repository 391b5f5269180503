package dev.vez.ports.api;

import dev.vez.domain.message.Bytes;
import java.util.List;
import java.util.Map;

/**
 * Messages to be accepted by one queue, in order.
 *
 * @param queue name of the queue
 * @param messages in order, at most {@link #MESSAGES_MAX}
 * @param origin identifies the connection; batches of one origin for one queue are proposed in
 *     arrival order
 * @param isBoundedBySource whether whoever sends it bounds what it has waiting, as streams do; then
 *     it counts against no limit on requests that wait
 */
public record EnqueueBatch(
    String queue, List<Message> messages, long origin, boolean isBoundedBySource) {

  /** Messages of one batch at most. */
  public static final int MESSAGES_MAX = 4_096;

  /** Bytes of UTF-8 of an idempotency key at most. */
  public static final int IDEMPOTENCY_KEY_BYTES_MAX = 128;

  public EnqueueBatch {
    messages = List.copyOf(messages);
  }

  /**
   * One message.
   *
   * @param headers of the message
   * @param body the payload
   * @param idempotencyKey by which a repeat is known, at most {@link #IDEMPOTENCY_KEY_BYTES_MAX}
   *     bytes; empty for none
   */
  public record Message(Map<String, String> headers, Bytes body, String idempotencyKey) {

    /** A message without an idempotency key. */
    public Message(Map<String, String> headers, Bytes body) {
      this(headers, body, "");
    }
  }

  /** Bytes of all bodies. */
  public long bodyBytes() {
    long bytes = 0;
    for (Message message : messages) {
      bytes += message.body().size();
    }
    return bytes;
  }
}
