package dev.vez.simulation.audit;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Consecutive leases of one queue, all of which were seen: one leader, and no consumer left. Only
 * of such a stretch can it be said who was waiting when, and so who was owed a turn.
 */
final class Segment {

  /** One lease. */
  record Turn(LeaseId lease, MessageStory message, boolean isFirst) {

    String key() {
      return message.call.key();
    }
  }

  private final String queue;

  /** Messages up to this log index may have been leased before, unseen. */
  private final long openedAtIndex;

  private final List<Turn> turns = new ArrayList<>();

  Segment(String queue, long openedAtIndex) {
    this.queue = queue;
    this.openedAtIndex = openedAtIndex;
  }

  void add(Turn turn) {
    turns.add(turn);
  }

  /**
   * Judges order and fairness.
   *
   * @param messages all messages of the queue, with what was seen of them later
   * @param throttledKeys of which nobody can say when they are in turn
   * @param quantum of the group
   */
  void judge(
      List<MessageStory> messages, Set<String> throttledKeys, int quantum, Findings findings) {
    if (turns.isEmpty()) {
      return;
    }
    judgeOrder(findings);
    Map<String, boolean[]> waiting = waiting(messages);
    waiting.keySet().removeAll(throttledKeys);
    Map<String, Integer> weights = new HashMap<>();
    turns.forEach(turn -> weights.put(turn.key(), turn.message().call.weight()));
    List<String> keys = List.copyOf(waiting.keySet());
    for (int i = 0; i < keys.size(); i++) {
      for (int j = i + 1; j < keys.size(); j++) {
        judgePair(keys.get(i), keys.get(j), waiting, weights, quantum, findings);
      }
    }
  }

  private void judgeOrder(Findings findings) {
    Map<String, Place> last = new HashMap<>();
    for (Turn turn : turns) {
      Place place = turn.message().place;
      if (place == null || !turn.isFirst() || place.index() <= openedAtIndex) {
        continue;
      }
      Place before = last.put(turn.key(), place);
      if (before != null && before.compareTo(place) > 0) {
        findings.breach(
            Invariant.FIFO_WITHIN_KEY,
            turn.message()
                + " lies at "
                + place
                + ", but was first delivered after one of its key at "
                + before);
      }
    }
  }

  /**
   * For each key and turn, whether a message of the key waited from before that turn until after.
   */
  private Map<String, boolean[]> waiting(List<MessageStory> messages) {
    Map<LeaseId, Integer> positions = new HashMap<>();
    for (int i = 0; i < turns.size(); i++) {
      positions.put(turns.get(i).lease(), i);
    }
    Map<String, int[]> changes = new TreeMap<>();
    for (MessageStory message : messages) {
      Place place = message.place;
      LeaseStory first = message.leases.isEmpty() ? null : message.leases.getFirst();
      if (place == null || first == null || place.index() <= openedAtIndex) {
        continue;
      }
      int from = firstTurnAfter(place.index());
      int until = positions.getOrDefault(first.id, turns.size());
      if (from < until && first.id.compareTo(turns.getFirst().lease()) >= 0) {
        int[] ofKey = changes.computeIfAbsent(message.call.key(), _ -> new int[turns.size() + 1]);
        ofKey[from]++;
        ofKey[until]--;
      }
    }
    Map<String, boolean[]> waiting = new TreeMap<>();
    changes.forEach((key, ofKey) -> waiting.put(key, summed(ofKey)));
    return waiting;
  }

  private static boolean[] summed(int[] changes) {
    boolean[] result = new boolean[changes.length - 1];
    int sum = 0;
    for (int i = 0; i < result.length; i++) {
      sum += changes[i];
      result[i] = sum > 0;
    }
    return result;
  }

  private int firstTurnAfter(long index) {
    int low = 0;
    int high = turns.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (turns.get(middle).lease().index() > index) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * With a cost of 1 a message, a visit that is not cut short serves exactly weight times quantum,
   * and between two visits of one key lies exactly one of each other. So over any stretch what two
   * keys were served per weight differs by at most one quantum.
   */
  private void judgePair(
      String left,
      String right,
      Map<String, boolean[]> waiting,
      Map<String, Integer> weights,
      int quantum,
      Findings findings) {
    boolean[] leftWaits = waiting.getOrDefault(left, new boolean[turns.size()]);
    boolean[] rightWaits = waiting.getOrDefault(right, new boolean[turns.size()]);
    int leftWeight = weights.getOrDefault(left, 1);
    int rightWeight = weights.getOrDefault(right, 1);
    long bound = (long) quantum * leftWeight * rightWeight;
    long difference = 0;
    long least = 0;
    long most = 0;
    for (int i = 0; i < turns.size(); i++) {
      if (!leftWaits[i] || !rightWaits[i]) {
        difference = 0;
        least = 0;
        most = 0;
        continue;
      }
      String key = turns.get(i).key();
      if (key.equals(left)) {
        difference += rightWeight;
      } else if (key.equals(right)) {
        difference -= leftWeight;
      }
      least = Math.min(least, difference);
      most = Math.max(most, difference);
      if (most - least > bound) {
        findings.breach(
            Invariant.FAIRNESS_BOUND,
            "In queue "
                + queue
                + ", at lease "
                + turns.get(i).lease()
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
        return;
      }
    }
  }
}
