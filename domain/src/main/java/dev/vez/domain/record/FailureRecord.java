package dev.vez.domain.record;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.FailureHistory;

/**
 * How a message has failed so far, kept apart from what scheduling reads. There is one exactly
 * where the message has a {@code failuresHash}.
 *
 * @param queue the queue
 * @param enqueued the place of the message's enqueue
 * @param history its failed attempts
 */
public record FailureRecord(QueueId queue, Place enqueued, FailureHistory history)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfFailure(queue, enqueued);
  }
}
