package dev.vez.simulation.audit;

import dev.vez.domain.id.LeaseId;

/** One lease, from the moment it was handed out. */
final class LeaseStory {

  final LeaseId id;

  /** The term of the entry from which it came. */
  final long term;

  /** Log time at which it began, 0 where that is not known. */
  final long beginMicros;

  final int attempts;

  /** Log time before which it certainly has not expired. */
  long deadlineMicros;

  /** The transport took it while the subscription was open. */
  boolean handedOver;

  /** The subscription ended before the transport took it, so it may have gone back at once. */
  boolean returned;

  boolean nacked;

  /** Nacks under this lease that may yet be carried out, or may have been. */
  int openNacks;

  LeaseStory(LeaseId id, long term, int attempts, long beginMicros, long deadlineMicros) {
    this.id = id;
    this.term = term;
    this.beginMicros = beginMicros;
    this.attempts = attempts;
    this.deadlineMicros = deadlineMicros;
  }

  /** Whether somebody may have ended it, before its deadline. */
  boolean mayBeEnded() {
    return nacked || openNacks > 0 || returned;
  }
}
