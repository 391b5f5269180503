package dev.vez.domain.id;

/**
 * Identity of one redrive: the log position of the command that began it.
 *
 * @param index log index, 1 or greater
 * @param ordinal position within that entry, 0 or greater
 */
public record RedriveId(long index, int ordinal) implements Comparable<RedriveId> {

  public RedriveId {
    if (index < 1 || ordinal < 0) {
      throw new IllegalArgumentException(
          "Expected an index of 1 or more and an ordinal of 0 or more, but got "
              + index
              + "/"
              + ordinal);
    }
  }

  @Override
  public int compareTo(RedriveId other) {
    int byIndex = Long.compare(index, other.index);
    return byIndex != 0 ? byIndex : Integer.compare(ordinal, other.ordinal);
  }

  @Override
  public String toString() {
    return index + "." + ordinal;
  }
}
