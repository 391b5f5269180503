package dev.vez.domain.id;

/**
 * Identity of one attached consumer, chosen by the leader that serves it, so that attaching it
 * twice has no effect.
 *
 * @param term the leader's term, 1 or greater
 * @param number unique within that term, 1 or greater
 */
public record ConsumerId(long term, long number) implements Comparable<ConsumerId> {

  public ConsumerId {
    if (term < 1 || number < 1) {
      throw new IllegalArgumentException(
          "Expected term and number of 1 or more, but got " + term + "/" + number);
    }
  }

  @Override
  public int compareTo(ConsumerId other) {
    int byTerm = Long.compare(term, other.term);
    return byTerm != 0 ? byTerm : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "c" + term + "." + number;
  }
}
