package dev.vez.domain.record;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.RedriveId;
import org.jspecify.annotations.Nullable;

/**
 * A redrive: how far it has come, or with what it ended. The last one of each dead-letter queue is
 * kept.
 *
 * @param queue the dead-letter queue whose messages it moves
 * @param id its identity; messages that came in its entry or later stay where they are
 * @param parent where it moves them
 * @param limit messages that it moves at most, 1 or greater
 * @param fairnessKey the only key whose messages it moves; null for all
 * @param ratePerSecond moves a second at most, 0 for no such limit
 * @param afterKey the key up to which, in the order of keys, it is through; null at the beginning
 * @param moved messages moved so far
 * @param nextMicros log time before which it moves nothing, in microseconds
 * @param isDone whether it has ended
 */
public record RedriveRecord(
    QueueId queue,
    RedriveId id,
    QueueId parent,
    long limit,
    @Nullable String fairnessKey,
    int ratePerSecond,
    @Nullable String afterKey,
    long moved,
    long nextMicros,
    boolean isDone)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfRedrive(queue);
  }
}
