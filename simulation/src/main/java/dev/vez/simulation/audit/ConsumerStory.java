package dev.vez.simulation.audit;

import dev.vez.domain.id.LeaseId;
import java.util.ArrayDeque;

/** What is known of one consumer. */
final class ConsumerStory {

  final Event.SubscribeCalled call;

  /** What its transport was given and has not taken yet. */
  final ArrayDeque<LeaseStory> untaken = new ArrayDeque<>();

  /** The same, counting those that were no new leases. */
  int outstanding;

  boolean ended;

  /** Term of the last entry when it was called. */
  final long calledInTerm;

  ConsumerStory(Event.SubscribeCalled call, long calledInTerm) {
    this.call = call;
    this.calledInTerm = calledInTerm;
  }

  void taken(LeaseId lease) {
    outstanding--;
    LeaseStory next = untaken.peek();
    if (next != null && next.id.equals(lease)) {
      next.handedOver = !ended;
      untaken.remove();
    }
  }

  void end() {
    ended = true;
    untaken.forEach(lease -> lease.returned = true);
  }
}
