package dev.vez.domain.command;

/**
 * A committed log entry.
 *
 * @param index its log index, greater than that of every entry before it; indices may have gaps
 * @param term the term stamped on it by the log
 * @param proposal what it carries
 */
public record Entry(long index, long term, Proposal proposal) {

  /** Whether it was committed in the term for which it was meant. */
  public boolean isOfExpectedTerm() {
    return term == proposal.expectedTerm();
  }
}
