package dev.vez.domain.command;

/**
 * What the runtime configuration may grow to. Carried by the command that makes it grow, since a
 * state machine knows no node's configuration.
 *
 * @param entriesMax entries, 1 or greater
 * @param bytesMax bytes of all keys and values in UTF-8, 1 or greater
 */
public record ConfigLimits(int entriesMax, long bytesMax) {

  /** 200,000 entries, 32 MiB. */
  public static final ConfigLimits DEFAULT = new ConfigLimits(200_000, 32 << 20);

  public ConfigLimits {
    if (entriesMax < 1 || bytesMax < 1) {
      throw new IllegalArgumentException(
          "Expected entriesMax and bytesMax of 1 or more, but got "
              + entriesMax
              + " and "
              + bytesMax);
    }
  }
}
