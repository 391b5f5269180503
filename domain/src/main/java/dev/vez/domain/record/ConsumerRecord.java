package dev.vez.domain.record;

import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.Ticket;

/**
 * An attached consumer.
 *
 * @param queue the queue that it consumes
 * @param id the consumer
 * @param creditUpTo it takes deliveries up to this number, a running total
 * @param delivered number of its last delivery
 * @param handedOver highest lease id known to have been handed to its transport
 * @param ticket its position in the ring of consumers with credit; {@link Ticket#NONE} without
 */
public record ConsumerRecord(
    QueueId queue,
    ConsumerId id,
    long creditUpTo,
    long delivered,
    LeaseId handedOver,
    Ticket ticket)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfConsumer(queue, id);
  }
}
