package dev.vez.domain.record;

import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.MessageInfo;

/**
 * A lease: one consumer's time-limited hold on one message. The message has no {@link
 * MessageRecord} while it lasts.
 *
 * @param queue the queue
 * @param id the lease id
 * @param fairnessKey the flow to which the message belongs
 * @param place its place in that flow, restored where it returns to the head
 * @param message the message without its payload
 * @param consumer who holds it
 * @param deadlineMicros log time at which it ends, in microseconds
 * @param handedOver false where the consumer's leader changed before this lease was known to have
 *     been handed to the transport: at its deadline it goes back to its place and no attempt counts
 */
public record LeaseRecord(
    QueueId queue,
    LeaseId id,
    String fairnessKey,
    Place place,
    MessageInfo message,
    ConsumerId consumer,
    long deadlineMicros,
    boolean handedOver)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfLease(queue, id);
  }
}
