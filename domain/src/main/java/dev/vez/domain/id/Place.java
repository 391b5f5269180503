package dev.vez.domain.id;

/**
 * Where a message lies within its flow: the log position of the entry that put it there. Never
 * reused, so a new message can never overwrite a leased one.
 *
 * @param index log index, 0 or greater; 0 only in {@link #NONE}
 * @param ordinal position within that entry, 0 or greater
 */
public record Place(long index, int ordinal) implements Comparable<Place> {

  /** Below every real value; log indices start at 1. */
  public static final Place NONE = new Place(0, 0);

  public Place {
    if (index < 0 || ordinal < 0) {
      throw new IllegalArgumentException(
          "Expected index and ordinal of 0 or more, but got " + index + "/" + ordinal);
    }
  }

  @Override
  public int compareTo(Place other) {
    int byIndex = Long.compare(index, other.index);
    return byIndex != 0 ? byIndex : Integer.compare(ordinal, other.ordinal);
  }

  @Override
  public String toString() {
    return index + "." + ordinal;
  }
}
