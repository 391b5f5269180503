package dev.vez.domain.outcome;

/**
 * Refused: the configuration would exceed a limit.
 *
 * @param limit which of the command's limits
 */
public record ConfigFull(Limit limit) implements SetConfigOutcome {

  /** What there may not be more of. */
  public enum Limit {
    /** Entries. */
    ENTRIES,
    /** Bytes of keys and values. */
    BYTES,
    /** Changes that a data group has yet to carry out. */
    CHANGES
  }
}
