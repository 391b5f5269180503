package dev.vez.simulation.audit;

import dev.vez.domain.id.LeaseId;

/** One lease, from the moment it was handed out. */
final class LeaseStory {

  final LeaseId id;
  final int incarnation;
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

  LeaseStory(LeaseId id, int incarnation, int attempts, long deadlineMicros) {
    this.id = id;
    this.incarnation = incarnation;
    this.attempts = attempts;
    this.deadlineMicros = deadlineMicros;
  }

  /** Whether somebody may have ended it, before its deadline. */
  boolean mayBeEnded() {
    return nacked || openNacks > 0 || returned;
  }
}
