package dev.vez.domain.record;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.MessageInfo;

/**
 * A message that stays away from its flow until its time has come.
 *
 * @param queue the queue
 * @param dueMicros log time at which it comes back, in microseconds
 * @param place where it lies among those that are due at the same time; not its place in the flow
 *     later
 * @param fairnessKey the flow to which it belongs
 * @param message the message without its payload
 * @param isDeadLetter whether it then moves to the dead-letter queue, as the entry that decided so
 *     had moved its share of bytes
 */
public record DelayedRecord(
    QueueId queue,
    long dueMicros,
    Place place,
    String fairnessKey,
    MessageInfo message,
    boolean isDeadLetter)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfDelayed(queue, dueMicros, place);
  }
}
