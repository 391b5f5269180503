package dev.vez.simulation.audit;

import dev.vez.domain.id.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges order: where the messages of a connection are placed, and in which order the messages of a
 * key are first delivered. Of the latter it can only be said where all leases were seen: while one
 * leader served and no consumer left.
 */
final class OrderAudit {

  /** One queue while one leader served. */
  private record Stretch(String queue, long term) {}

  private record Sender(long origin, String queue) {}

  private final Findings findings;
  private final Map<Sender, NavigableMap<Long, Place>> placesBySender = new HashMap<>();

  /** Where the message lay that was first delivered last, by key. */
  private final Map<Stretch, Map<String, Place>> lastPlaces = new HashMap<>();

  /** No more of these stretches: a lease may have come and gone unseen. */
  private final Set<Stretch> spoilt = new HashSet<>();

  OrderAudit(Findings findings) {
    this.findings = findings;
  }

  /**
   * A message was handed out under a new lease.
   *
   * @param mayBeRedriven whether it may have come back from the dead-letter queue
   */
  void delivered(MessageStory message, LeaseStory lease, boolean mayBeRedriven, GroupLog log) {
    boolean isFirst =
        lease.queue.equals(message.call.queue())
            && message.leases.size() == 1
            && lease.attempts == 0
            && !mayBeRedriven;
    if (!isFirst) {
      return;
    }
    checkConnection(message);
    long term = log.term(lease.id.index());
    Stretch stretch = new Stretch(lease.queue, term);
    // What was placed in an earlier term may have been leased before, unseen.
    if (!spoilt.contains(stretch)
        && message.place != null
        && message.key != null
        && message.place.index() > log.firstIndexOf(term)) {
      checkKey(message, message.key, message.place, stretch);
    }
  }

  private void checkKey(MessageStory message, String key, Place place, Stretch stretch) {
    Place before = lastPlaces.computeIfAbsent(stretch, _ -> new HashMap<>()).put(key, place);
    if (before != null && before.compareTo(place) > 0) {
      findings.breach(
          Invariant.FIFO_WITHIN_KEY,
          message
              + " lies at "
              + place
              + ", but was first delivered after one of its key at "
              + before);
    }
  }

  /** From now on leases of the queue may go unseen in these terms. */
  void spoil(String queue, long firstTerm, long lastTerm) {
    for (long term = firstTerm; term <= lastTerm; term++) {
      Stretch stretch = new Stretch(queue, term);
      spoilt.add(stretch);
      lastPlaces.remove(stretch);
    }
  }

  /** What one connection sends to one queue is proposed in the order in which it was sent. */
  private void checkConnection(MessageStory message) {
    Place place = message.place;
    if (place == null) {
      return;
    }
    NavigableMap<Long, Place> places =
        placesBySender.computeIfAbsent(
            new Sender(message.call.origin(), message.call.queue()), _ -> new TreeMap<>());
    Map.Entry<Long, Place> before = places.lowerEntry(message.calledAt);
    Map.Entry<Long, Place> after = places.higherEntry(message.calledAt);
    if ((before != null && before.getValue().compareTo(place) >= 0)
        || (after != null && after.getValue().compareTo(place) <= 0)) {
      findings.breach(
          Invariant.FIFO_WITHIN_KEY,
          message + " was put at " + place + ", out of the order of its connection's calls");
    }
    places.put(message.calledAt, place);
  }
}
