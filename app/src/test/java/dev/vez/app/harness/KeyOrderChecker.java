package dev.vez.app.harness;

import dev.vez.app.harness.Event.Delivered;
import dev.vez.app.harness.Event.Enqueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one fairness key are delivered in the order in which they were enqueued, where no
 * retry interfered, restarts included.
 *
 * <p>One message is <em>certainly before</em> another of its key if its enqueue was answered OK
 * before the other's was begun, or if one connection carried both in this order. A stream receives
 * in the order of leases, and leases are given from the head of the flow. So where a stream
 * receives the later message first, the earlier one was not in the flow: it was leased to another
 * consumer, and came back without an attempt, since that consumer's stream ended or its broker did.
 * This is reported only where no such consumer can have been: only one stream consumed the queue in
 * all incarnations from the one in which the earlier message was sent to that of the stream.
 * Messages that count an attempt were retried and are left out.
 *
 * <p>In a cluster a stream may end, and be replaced by another, while processes live on; what it
 * had was leased, and comes back. So only the first stream of a queue is judged there, and that
 * until another was opened.
 */
public final class KeyOrderChecker implements Checker {

  @Override
  public Findings check(Timeline timeline) {
    Map<String, TreeMap<Integer, Integer>> streamsByIncarnation = new HashMap<>();
    Map<String, List<StreamStory>> streamsByQueue = new HashMap<>();
    for (StreamStory stream : timeline.streams()) {
      streamsByQueue.computeIfAbsent(stream.queue(), queue -> new ArrayList<>()).add(stream);
      streamsByIncarnation
          .computeIfAbsent(stream.queue(), queue -> new TreeMap<>())
          .merge(stream.incarnation(), 1, Integer::sum);
    }
    List<String> violations = new ArrayList<>();
    long judged = 0;
    for (StreamStory stream : timeline.streams()) {
      Map<String, Seen> seen = new HashMap<>();
      TreeMap<Integer, Integer> others =
          streamsByIncarnation.getOrDefault(stream.queue(), new TreeMap<>());
      for (Delivered event : stream.deliveries()) {
        if (event.attempts() > 0 || event.message() == Payloads.NONE) {
          continue;
        }
        MessageStory message = timeline.message(event.message());
        Seen earlier = seen.computeIfAbsent(message.enqueue().key(), key -> new Seen());
        boolean isOnly =
            timeline.isReplicated()
                ? isFirstStream(
                    streamsByQueue.getOrDefault(stream.queue(), List.of()), stream, event)
                : isOnlyStream(others, message, stream);
        if (isOnly) {
          judged++;
          Enqueue overtaker = earlier.overtakerOf(message);
          if (overtaker != null) {
            violations.add(
                "message %d overtook %d of the same key in stream %d"
                    .formatted(overtaker.message(), message.number(), stream.number()));
          }
        }
        earlier.add(message.enqueue());
      }
    }
    return new Findings("order within a key", violations, judged);
  }

  private static boolean isFirstStream(
      List<StreamStory> streams, StreamStory stream, Delivered event) {
    return streams.getFirst() == stream
        && (streams.size() == 1 || streams.get(1).openedAt() > event.at());
  }

  private static boolean isOnlyStream(
      NavigableMap<Integer, Integer> streams, MessageStory message, StreamStory stream) {
    int sentTo = message.enqueue().incarnation();
    if (sentTo > stream.incarnation()) {
      return true;
    }
    Collection<Integer> counts = streams.subMap(sentTo, true, stream.incarnation(), true).values();
    return counts.stream().mapToInt(Integer::intValue).sum() == 1;
  }

  /** What a stream has received of one key. */
  private static final class Seen {

    private final Map<Integer, Enqueue> lastOfSession = new HashMap<>();
    private @Nullable Enqueue lastBegun;

    void add(Enqueue enqueue) {
      if (lastBegun == null || enqueue.at() > lastBegun.at()) {
        lastBegun = enqueue;
      }
      if (enqueue.sequence() > 0) {
        lastOfSession.merge(
            enqueue.session(), enqueue, (a, b) -> a.sequence() > b.sequence() ? a : b);
      }
    }

    /** One that was received before {@code message} and is certainly behind it, or null. */
    @Nullable Enqueue overtakerOf(MessageStory message) {
      Enqueue last = lastBegun;
      if (last != null && message.outcome() == Answer.OK && answeredAt(message) < last.at()) {
        return last;
      }
      Enqueue sameSession = lastOfSession.get(message.enqueue().session());
      boolean overtaken =
          sameSession != null
              && message.enqueue().sequence() > 0
              && sameSession.sequence() > message.enqueue().sequence();
      return overtaken ? sameSession : null;
    }

    private static long answeredAt(MessageStory message) {
      var answer = message.answer();
      return answer == null ? Long.MAX_VALUE : answer.at();
    }
  }
}
