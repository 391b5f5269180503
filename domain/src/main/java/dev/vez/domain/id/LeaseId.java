package dev.vez.domain.id;

/**
 * Identity of one lease. Unique and ordered, so a later lease of the same message always compares
 * greater: a fencing token.
 *
 * @param index log index, 0 or greater; 0 only in {@link #NONE}
 * @param ordinal position within that entry, 0 or greater
 */
public record LeaseId(long index, int ordinal) implements Comparable<LeaseId> {

  /** Below every real value; log indices start at 1. */
  public static final LeaseId NONE = new LeaseId(0, 0);

  public LeaseId {
    if (index < 0 || ordinal < 0) {
      throw new IllegalArgumentException(
          "Expected index and ordinal of 0 or more, but got " + index + "/" + ordinal);
    }
  }

  @Override
  public int compareTo(LeaseId other) {
    int byIndex = Long.compare(index, other.index);
    return byIndex != 0 ? byIndex : Integer.compare(ordinal, other.ordinal);
  }

  @Override
  public String toString() {
    return index + "." + ordinal;
  }
}
