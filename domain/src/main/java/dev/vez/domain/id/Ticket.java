package dev.vez.domain.id;

/**
 * Position in a ring. Rings are ordered by ticket; joining at the end takes a new, greater ticket.
 *
 * @param index log index, 0 or greater; 0 only in {@link #NONE}
 * @param ordinal position within that entry, 0 or greater
 */
public record Ticket(long index, int ordinal) implements Comparable<Ticket> {

  /** Below every real value; log indices start at 1. */
  public static final Ticket NONE = new Ticket(0, 0);

  public Ticket {
    if (index < 0 || ordinal < 0) {
      throw new IllegalArgumentException(
          "Expected index and ordinal of 0 or more, but got " + index + "/" + ordinal);
    }
  }

  @Override
  public int compareTo(Ticket other) {
    int byIndex = Long.compare(index, other.index);
    return byIndex != 0 ? byIndex : Integer.compare(ordinal, other.ordinal);
  }

  @Override
  public String toString() {
    return index + "." + ordinal;
  }
}
