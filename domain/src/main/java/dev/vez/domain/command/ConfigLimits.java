package dev.vez.domain.command;

/**
 * What the runtime configuration may grow to. Carried by the command that makes it grow, since a
 * state machine knows no node's configuration.
 *
 * @param entriesMax entries, 1 or greater
 * @param bytesMax bytes of all keys and values in UTF-8, 1 or greater
 * @param changesMax changes that one data group may have yet to carry out, 1 or greater: a group
 *     that is down must not make the catalogue grow without end
 */
public record ConfigLimits(int entriesMax, long bytesMax, int changesMax) {

  /** 200,000 entries, 32 MiB, 10,000 changes. */
  public static final ConfigLimits DEFAULT = new ConfigLimits(200_000, 32 << 20, 10_000);

  public ConfigLimits {
    if (entriesMax < 1 || bytesMax < 1 || changesMax < 1) {
      throw new IllegalArgumentException(
          "Expected entriesMax, bytesMax and changesMax of 1 or more, but got "
              + entriesMax
              + ", "
              + bytesMax
              + " and "
              + changesMax);
    }
  }
}
