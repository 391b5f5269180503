package dev.vez.domain.record;

/**
 * The last mark that the catalogue issued to a data group.
 *
 * @param group the data group
 * @param mark a meta log index, 0 for none
 */
public record GroupMarkRecord(int group, long mark) implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfGroupMark(group);
  }
}
