package dev.vez.domain.record;

import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.id.Mark;

/**
 * A change of the catalogue that a data group has not confirmed yet.
 *
 * @param group the data group
 * @param previousMark the mark that this change follows in that group
 * @param mark the mark of this change
 * @param change what the group must do
 */
public record PendingChangeRecord(int group, Mark previousMark, Mark mark, CatalogueChange change)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfPendingChange(group, mark);
  }
}
