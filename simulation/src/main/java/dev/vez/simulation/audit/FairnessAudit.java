package dev.vez.simulation.audit;

import dev.vez.domain.id.QueueId;
import dev.vez.simulation.audit.Event.Backlog;
import dev.vez.simulation.audit.Event.LeaseBegun;
import dev.vez.simulation.audit.Event.Scheduled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges who was served while others waited, over all leases that began, whoever led: a new leader
 * goes on with every visit and every turn where its predecessor stopped.
 */
final class FairnessAudit {

  private record KeyOf(String queue, String key) {}

  private final int quantum;
  private final Findings findings;
  private final Map<Integer, List<Scheduled>> told = new TreeMap<>();
  private final Map<KeyOf, Integer> weights = new HashMap<>();

  /** Keys with messages that wait for tokens too, so that nobody can say when they are in turn. */
  private final Set<KeyOf> throttled = new HashSet<>();

  private final Map<QueueId, String> names = new HashMap<>();

  FairnessAudit(int quantum, Findings findings) {
    this.quantum = quantum;
    this.findings = findings;
  }

  /** A message is on its way. */
  void sent(Event.EnqueueCalled call) {
    KeyOf key = new KeyOf(call.queue(), call.key());
    weights.put(key, call.weight());
    if (!call.throttleKeys().isEmpty()) {
      throttled.add(key);
    }
  }

  /** A queue of this name was created, perhaps not for the first time. */
  void named(QueueId queue, String name) {
    names.put(queue, name);
  }

  void scheduled(Scheduled event) {
    told.computeIfAbsent(event.group(), _ -> new ArrayList<>()).add(event);
  }

  /** A node alone has lost what lies above {@code index}, and its indices are used again. */
  void reopened(int group, long index) {
    List<Scheduled> events = told.getOrDefault(group, List.of());
    while (!events.isEmpty() && events.getLast().index() > index) {
      events.removeLast();
    }
  }

  /** The run is over. */
  void end() {
    told.values().forEach(this::judge);
  }

  private void judge(List<Scheduled> events) {
    Map<QueueId, Turns> queues = new HashMap<>();
    for (Scheduled event : events) {
      Map<QueueId, List<LeaseBegun>> leases = new HashMap<>();
      event
          .leases()
          .forEach(
              lease -> leases.computeIfAbsent(lease.queue(), _ -> new ArrayList<>()).add(lease));
      Map<QueueId, List<Backlog>> backlogs = new TreeMap<>();
      event
          .backlogs()
          .forEach(
              backlog ->
                  backlogs.computeIfAbsent(backlog.queue(), _ -> new ArrayList<>()).add(backlog));
      backlogs.forEach(
          (queue, ofQueue) -> {
            String name = names.get(queue);
            // Dead letters leave their flows also by redrives.
            if (name != null && !name.endsWith(QueueStories.DEAD_LETTER_SUFFIX)) {
              queues
                  .computeIfAbsent(queue, _ -> new Turns(name))
                  .follow(ofQueue, leases.getOrDefault(queue, List.of()));
            }
          });
    }
  }

  /** One queue: who waits, and by how much the service of any two of them differs. */
  private final class Turns {

    /** How far apart two keys that both wait are, per weight, and were at most and at least. */
    private static final class Pair {
      long difference;
      long least;
      long most;
    }

    private final String queue;
    private final TreeMap<String, Long> waiting = new TreeMap<>();
    private final Map<String, Map<String, Pair>> pairs = new HashMap<>();

    Turns(String queue) {
      this.queue = queue;
    }

    /**
     * Follows an entry, which delivers last.
     *
     * @param backlogs what waits after it, of each key that it has touched
     * @param leases that it has begun, in order
     */
    void follow(List<Backlog> backlogs, List<LeaseBegun> leases) {
      for (Backlog backlog : backlogs) {
        if (!throttled.contains(new KeyOf(queue, backlog.key()))) {
          long before =
              backlog.pending()
                  + leases.stream().filter(lease -> lease.key().equals(backlog.key())).count();
          setWaiting(backlog.key(), before);
        }
      }
      for (LeaseBegun lease : leases) {
        Long left = waiting.get(lease.key());
        if (left != null) {
          served(lease);
          setWaiting(lease.key(), left - 1);
        }
      }
    }

    private void setWaiting(String key, long count) {
      if (count > 0) {
        waiting.put(key, count);
      } else if (waiting.remove(key) != null) {
        pairs.remove(key);
        pairs.values().forEach(ofOther -> ofOther.remove(key));
      }
    }

    private void served(LeaseBegun lease) {
      for (String other : waiting.keySet()) {
        if (!other.equals(lease.key())) {
          served(lease, other);
        }
      }
    }

    /**
     * With a cost of 1 a message, a visit that is not cut short serves exactly weight times
     * quantum, and between two visits of one key lies exactly one of each other. So over any
     * stretch what two keys were served per weight differs by at most one quantum.
     */
    private void served(LeaseBegun lease, String other) {
      boolean isFirst = lease.key().compareTo(other) < 0;
      String left = isFirst ? lease.key() : other;
      String right = isFirst ? other : lease.key();
      Pair pair =
          pairs.computeIfAbsent(left, _ -> new HashMap<>()).computeIfAbsent(right, _ -> new Pair());
      long leftWeight = weight(left);
      long rightWeight = weight(right);
      pair.difference += isFirst ? rightWeight : -leftWeight;
      pair.least = Math.min(pair.least, pair.difference);
      pair.most = Math.max(pair.most, pair.difference);
      if (pair.most - pair.least > quantum * leftWeight * rightWeight) {
        findings.breach(
            Invariant.FAIRNESS_BOUND,
            "In queue "
                + queue
                + ", at lease "
                + lease.lease()
                + ", keys "
                + left
                + " and "
                + right
                + " with weights "
                + leftWeight
                + " and "
                + rightWeight
                + " had both been waiting, but what they were served per weight differed by more"
                + " than the quantum of "
                + quantum);
      }
    }

    private long weight(String key) {
      return weights.getOrDefault(new KeyOf(queue, key), 1);
    }
  }
}
