package dev.vez.domain.record;

/**
 * An entry of the runtime configuration.
 *
 * @param name its key
 * @param value its value, never empty: what has none is not there
 */
public record ConfigRecord(String name, String value) implements StateRecord {

  public ConfigRecord {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("Expected the value of an entry, but got none");
    }
  }

  @Override
  public RecordKey key() {
    return new RecordKey.OfConfig(name);
  }
}
