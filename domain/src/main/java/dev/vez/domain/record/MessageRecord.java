package dev.vez.domain.record;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.MessageInfo;

/**
 * A message that waits in its flow.
 *
 * @param queue the queue
 * @param fairnessKey the flow
 * @param place its place in the flow
 * @param message the message without its payload
 */
public record MessageRecord(QueueId queue, String fairnessKey, Place place, MessageInfo message)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfMessage(queue, fairnessKey, place);
  }
}
