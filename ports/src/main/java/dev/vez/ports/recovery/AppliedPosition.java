package dev.vez.ports.recovery;

/**
 * Position in a log up to which a store holds the state.
 *
 * @param index log index of the last entry, 0 for none
 * @param term term stamped on it, 0 for none
 */
public record AppliedPosition(long index, long term) {

  /** Before the first entry. */
  public static final AppliedPosition NONE = new AppliedPosition(0, 0);
}
