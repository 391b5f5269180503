package dev.vez.domain.record;

import dev.vez.domain.id.Mark;

/**
 * The last mark that the catalogue issued to a data group.
 *
 * @param group the data group
 * @param mark the mark, {@link Mark#NONE} for none
 */
public record GroupMarkRecord(int group, Mark mark) implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfGroupMark(group);
  }
}
