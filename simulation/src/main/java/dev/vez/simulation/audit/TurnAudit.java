package dev.vez.simulation.audit;

import dev.vez.domain.id.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Judges order and fairness: connections at each delivery, segments at the end. */
final class TurnAudit {

  private record Stretch(String queue, long term) {}

  private record Sender(long origin, String queue) {}

  private final Findings findings;
  private final int quantum;

  /** Keys with messages that wait for tokens too, so that nobody can say when they are in turn. */
  private final Map<String, Set<String>> throttledKeys = new HashMap<>();

  private final Map<Sender, NavigableMap<Long, Place>> placesBySender = new HashMap<>();
  private final Map<String, List<MessageStory>> delivered = new HashMap<>();
  private final Map<Stretch, Segment> open = new LinkedHashMap<>();
  private final Map<String, List<Segment>> segments = new LinkedHashMap<>();

  /** No more of these stretches: a lease may have come and gone unseen. */
  private final Set<Stretch> spoilt = new HashSet<>();

  TurnAudit(int quantum, Findings findings) {
    this.quantum = quantum;
    this.findings = findings;
  }

  /** A message is on its way. */
  void sent(Event.EnqueueCalled call) {
    if (!call.throttleKeys().isEmpty()) {
      throttledKeys.computeIfAbsent(call.queue(), _ -> new HashSet<>()).add(call.key());
    }
  }

  /**
   * A message was handed out under a new lease.
   *
   * @param mayBeRedriven whether it may have come back from the dead-letter queue
   */
  void delivered(MessageStory message, LeaseStory lease, boolean mayBeRedriven, GroupLog log) {
    if (!lease.queue.equals(message.call.queue())) {
      return; // Nobody has seen when it came to the dead-letter queue.
    }
    boolean isFirst = message.leases.size() == 1 && lease.attempts == 0 && !mayBeRedriven;
    if (isFirst) {
      checkConnection(message);
      delivered.computeIfAbsent(message.call.queue(), _ -> new ArrayList<>()).add(message);
    }
    long term = log.term(lease.id.index());
    Stretch stretch = new Stretch(message.call.queue(), term);
    if (!spoilt.contains(stretch)) {
      open.computeIfAbsent(stretch, _ -> new Segment(stretch.queue(), log.firstIndexOf(term)))
          .add(new Segment.Turn(lease.id, message, isFirst));
    }
  }

  /** From now on leases of the queue may go unseen in these terms. */
  void spoil(String queue, long firstTerm, long lastTerm) {
    for (long term = firstTerm; term <= lastTerm; term++) {
      spoil(new Stretch(queue, term));
    }
  }

  private void spoil(Stretch stretch) {
    spoilt.add(stretch);
    Segment segment = open.remove(stretch);
    if (segment != null) {
      segments.computeIfAbsent(stretch.queue(), _ -> new ArrayList<>()).add(segment);
    }
  }

  /** The run is over. */
  void end() {
    open.forEach(
        (stretch, segment) ->
            segments.computeIfAbsent(stretch.queue(), _ -> new ArrayList<>()).add(segment));
    open.clear();
    segments.forEach(
        (queue, ofQueue) ->
            ofQueue.forEach(
                segment ->
                    segment.judge(
                        delivered.getOrDefault(queue, List.of()),
                        throttledKeys.getOrDefault(queue, Set.of()),
                        quantum,
                        findings)));
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
