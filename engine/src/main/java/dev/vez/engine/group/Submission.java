package dev.vez.engine.group;

import dev.vez.domain.command.Command;
import dev.vez.domain.outcome.Outcome;
import dev.vez.ports.api.Rejection;

/**
 * A request on its way through a group. Exactly one of {@link #answered} and {@link #refused} is
 * called, once, on a thread of the group or of whoever submits; it must be short.
 */
public interface Submission {

  /** What is to be proposed. */
  Command command();

  /** Roughly what it takes in an entry, in bytes, counted against the limits. */
  int bytes();

  /** How many messages it concerns, 1 or greater, counted against the limit of an entry. */
  default int messages() {
    return 1;
  }

  /**
   * Whether its source bounds what it has waiting. Then it is never refused because too much waits,
   * and keeps no room from those that are.
   */
  default boolean isBoundedBySource() {
    return false;
  }

  /** Its entry is applied and durable. */
  void answered(Outcome outcome);

  /** It was not carried out, or is not known to be; the reason says which. */
  void refused(Rejection reason);
}
