package dev.vez.domain.id;

/**
 * Position in the meta log of a catalogue change, by which data groups carry changes out in order.
 *
 * @param index log index, 0 or greater; 0 only in {@link #NONE}
 * @param ordinal position within that entry, 0 or greater
 */
public record Mark(long index, int ordinal) implements Comparable<Mark> {

  /** Below every real value; log indices start at 1. */
  public static final Mark NONE = new Mark(0, 0);

  public Mark {
    if (index < 0 || ordinal < 0) {
      throw new IllegalArgumentException(
          "Expected index and ordinal of 0 or more, but got " + index + "/" + ordinal);
    }
  }

  @Override
  public int compareTo(Mark other) {
    int byIndex = Long.compare(index, other.index);
    return byIndex != 0 ? byIndex : Integer.compare(ordinal, other.ordinal);
  }

  @Override
  public String toString() {
    return index + "." + ordinal;
  }
}
