package dev.vez.domain.id;

/**
 * Identity of a queue: the position in the meta log of the entry that created it. Names may be
 * reused, ids never are.
 *
 * @param index log index, 0 or greater; 0 only in {@link #NONE}
 * @param ordinal position within that entry, 0 or greater
 */
public record QueueId(long index, int ordinal) implements Comparable<QueueId> {

  /** Below every real value; log indices start at 1. */
  public static final QueueId NONE = new QueueId(0, 0);

  public QueueId {
    if (index < 0 || ordinal < 0) {
      throw new IllegalArgumentException(
          "Expected index and ordinal of 0 or more, but got " + index + "/" + ordinal);
    }
  }

  @Override
  public int compareTo(QueueId other) {
    int byIndex = Long.compare(index, other.index);
    return byIndex != 0 ? byIndex : Integer.compare(ordinal, other.ordinal);
  }

  @Override
  public String toString() {
    return index + "." + ordinal;
  }
}
