package dev.vez.domain.machine;

import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.PayloadRecord;

/**
 * Moves messages between queues of the group, with their payloads, which are kept under the id of
 * the queue. An entry moves a limited number of bytes.
 */
final class Transfers {

  /** Bytes of messages that one entry moves, but for the last message. */
  static final long BYTES_PER_ENTRY_MAX = 8 << 20;

  /** What a message counts beside its payload. */
  private static final long BYTES_PER_MESSAGE = 512;

  private final QueueGroup group;
  private final Leases leases;
  private long bytes;

  Transfers(QueueGroup group, Leases leases) {
    this.group = group;
    this.leases = leases;
  }

  /** A new entry. */
  void begin() {
    bytes = 0;
  }

  /** Whether the entry may move one more message. */
  boolean hasRoom() {
    return bytes < BYTES_PER_ENTRY_MAX;
  }

  /**
   * Puts a message that is nowhere at the tail of the flow of its key in another queue. It keeps
   * the place of its enqueue. Its weight counts only where the flow there is new.
   *
   * @param from the flow in which it was; it was put there by an earlier entry
   * @param message as it will be there
   */
  void move(Flow from, HostedQueue to, MessageInfo message) {
    HostedQueue queue = from.queue;
    Bytes payload =
        group
            .reader
            .readPayload(queue.id, message.enqueued())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Expected a payload of queue " + queue.id + " at " + message.enqueued()));
    bytes += BYTES_PER_MESSAGE + payload.size();
    group.changes.removePayload(queue.sum, queue.id, message);
    group.changes.putPayload(
        to.sum, new PayloadRecord(to.id, message.enqueued(), payload), message.payloadHash());
    Flow flow = to.flows.computeIfAbsent(from.key, key -> new Flow(to, key));
    if (flow.isGone()) {
      flow.weight = message.weight();
    }
    leases.putAtTail(flow, message);
  }
}
