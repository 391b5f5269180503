package dev.vez.simulation.audit;

import dev.vez.domain.id.LeaseId;
import dev.vez.simulation.audit.Event.Delivered;

/** One lease, from the moment it was handed out. */
final class LeaseStory {

  final LeaseId id;

  /** The term of the entry from which it came. */
  final long term;

  /** Log time at which it began, 0 where that is not known. */
  final long beginMicros;

  final int attempts;

  /** Name of the queue from which it came. */
  final String queue;

  /** When it was handed out, in events. */
  final long seenAt;

  /** Log time before which, by the script, the message is not leased again in its queue. */
  long retryMicros;

  /** By the script, the message became a dead letter. */
  boolean isDeadLetter;

  /** Log time before which it certainly has not expired. */
  long deadlineMicros;

  /** The transport took it while the subscription was open. */
  boolean handedOver;

  /** The subscription ended before the transport took it, so it may have gone back at once. */
  boolean returned;

  boolean nacked;

  /** Nacks under this lease that may yet be carried out, or may have been. */
  int openNacks;

  LeaseStory(
      LeaseId id, long term, Delivered event, long seenAt, long beginMicros, long deadlineMicros) {
    this.queue = event.queue();
    this.seenAt = seenAt;
    this.id = id;
    this.term = term;
    this.beginMicros = beginMicros;
    this.attempts = event.attempts();
    this.deadlineMicros = deadlineMicros;
  }

  /** Whether somebody may have ended it, before its deadline. */
  boolean mayBeEnded() {
    return nacked || openNacks > 0 || returned;
  }
}
