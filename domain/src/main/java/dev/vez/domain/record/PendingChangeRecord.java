package dev.vez.domain.record;

import dev.vez.domain.command.CatalogueChange;

/**
 * A change of the catalogue that a data group has not confirmed yet.
 *
 * @param group the data group
 * @param previousMark the mark that this change follows in that group
 * @param mark meta log index of the entry that made it
 * @param change what the group must do
 */
public record PendingChangeRecord(int group, long previousMark, long mark, CatalogueChange change)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfPendingChange(group, mark);
  }
}
