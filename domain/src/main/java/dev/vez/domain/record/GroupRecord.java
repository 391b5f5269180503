package dev.vez.domain.record;

import dev.vez.domain.id.Mark;
import dev.vez.domain.id.QueueId;

/**
 * State of a group as a whole.
 *
 * @param machineVersion version of the rules that {@code apply} follows, 1 or greater
 * @param logTimeMicros log time after the last entry, in microseconds since the epoch
 * @param settings the group's settings
 * @param mark the last catalogue change that was carried out here, {@link Mark#NONE} for none
 * @param turn the queue that was last in turn where an entry's limit on deliveries was reached;
 *     {@link QueueId#NONE} where it was not
 */
public record GroupRecord(
    int machineVersion, long logTimeMicros, GroupSettings settings, Mark mark, QueueId turn)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfGroup();
  }
}
