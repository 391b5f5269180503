package dev.vez.domain.command;

/**
 * Sets an entry of the runtime configuration.
 *
 * @param key its key, 1 to 256 bytes of UTF-8
 * @param value its value, at most 1,024 bytes of UTF-8; empty to remove it
 * @param meaning what that means to the broker
 * @param dataGroups how many data groups there are, numbered from 1
 * @param limits what the whole configuration may grow to
 */
public record SetConfig(
    String key, String value, ConfigMeaning meaning, int dataGroups, ConfigLimits limits)
    implements CatalogueCommand {

  public SetConfig {
    if (dataGroups < 1) {
      throw new IllegalArgumentException("Expected a data group or more, but got " + dataGroups);
    }
  }
}
