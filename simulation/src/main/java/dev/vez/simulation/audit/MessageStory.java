package dev.vez.simulation.audit;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one message. */
final class MessageStory {

  final Event.EnqueueCalled call;
  final long calledAt;
  final List<LeaseStory> leases = new ArrayList<>(1);

  /** None while the call is on its way. */
  @Nullable Answer answer;

  /** A repeat was answered with it: it was accepted, whatever its own call hears. */
  boolean isConfirmed;

  /** When that was, in events. */
  long answeredAt;

  @Nullable Place place;

  /** Under which it was delivered, none before. */
  @Nullable String key;

  /** An ack was accepted. */
  boolean acked;

  /** The lease that the accepted ack named, if it named one. */
  LeaseId ackedUnder = LeaseId.NONE;

  /** Leases above this log index began after the accepted ack. */
  long ackedUpToIndex;

  /** Acks that may yet be carried out, or may have been. */
  int openAcks;

  /** Nacks that named no lease and were, or may have been, carried out. */
  int namelessNacks;

  MessageStory(Event.EnqueueCalled call, long calledAt) {
    this.call = call;
    this.calledAt = calledAt;
  }

  boolean mayBeAcked() {
    return acked || openAcks > 0;
  }

  @Nullable LeaseStory lastLease() {
    return leases.isEmpty() ? null : leases.getLast();
  }

  /** The newest lease that is older than {@code id}. */
  @Nullable LeaseStory leaseBefore(LeaseId id) {
    for (LeaseStory lease : leases.reversed()) {
      if (lease.id.compareTo(id) < 0) {
        return lease;
      }
    }
    return null;
  }

  /** The oldest lease that is newer than {@code id}. */
  @Nullable LeaseStory leaseAfter(LeaseId id) {
    for (LeaseStory lease : leases) {
      if (lease.id.compareTo(id) > 0) {
        return lease;
      }
    }
    return null;
  }

  /** Adds a lease where it belongs: one that was held up may be seen after its successor. */
  void add(LeaseStory lease) {
    int at = leases.size();
    while (at > 0 && leases.get(at - 1).id.compareTo(lease.id) > 0) {
      at--;
    }
    leases.add(at, lease);
  }

  @Nullable LeaseStory lease(LeaseId id) {
    for (LeaseStory lease : leases) {
      if (lease.id.equals(id)) {
        return lease;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "message " + call.call() + " of queue " + call.queue();
  }
}
