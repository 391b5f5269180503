package dev.vez.domain.record;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.Ticket;

/**
 * The flow of one fairness key. It lives while the key has any message, leased and delayed ones
 * included.
 *
 * @param queue the queue
 * @param fairnessKey the key
 * @param pending messages that wait
 * @param leased messages under a lease
 * @param delayed messages that stay away for a time
 * @param first no waiting message lies before this place; {@link Place#NONE} where none waits
 * @param last no waiting message lies after this place; {@link Place#NONE} where none waits
 * @param weight weight of the most recently enqueued message, 1 or greater
 * @param deficit what is left of the visits so far; 0 where none waits
 * @param ticket its position in the ring, or among those that wait at its bucket; {@link
 *     Ticket#NONE} where it is in neither
 * @param visiting whether its visit has begun and is not finished
 * @param bucket throttle key of the bucket at which it waits, empty for none
 */
public record FlowRecord(
    QueueId queue,
    String fairnessKey,
    long pending,
    long leased,
    long delayed,
    Place first,
    Place last,
    int weight,
    long deficit,
    Ticket ticket,
    boolean visiting,
    String bucket)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfFlow(queue, fairnessKey);
  }
}
