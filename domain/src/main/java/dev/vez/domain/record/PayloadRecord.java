package dev.vez.domain.record;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;

/**
 * The payload of a message, kept apart from what scheduling reads.
 *
 * @param queue the queue
 * @param enqueued the place of the message's enqueue
 * @param payload headers and body in the engine's encoding
 */
public record PayloadRecord(QueueId queue, Place enqueued, Bytes payload) implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfPayload(queue, enqueued);
  }
}
