package dev.vez.domain.record;

import dev.vez.domain.id.QueueId;

/**
 * A queue's entry in the catalogue.
 *
 * @param name the queue's name
 * @param id its id
 * @param group the data group that hosts it, 1 or greater
 * @param config as its creator asked for
 * @param state where it is in its life
 */
public record CatalogueRecord(
    String name, QueueId id, int group, QueueConfig config, QueueState state)
    implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfCatalogue(name);
  }
}
