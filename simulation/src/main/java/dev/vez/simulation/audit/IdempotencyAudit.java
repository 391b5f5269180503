package dev.vez.simulation.audit;

import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.GroupSetting;
import dev.vez.simulation.audit.Event.KeyStep;
import dev.vez.simulation.audit.Event.Scheduled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges repeats: from what the log holds alone it follows which message with an idempotency key
 * comes into its queue and which does not, whoever led and whatever was restarted meanwhile. What a
 * caller is told must agree with that.
 */
final class IdempotencyAudit {

  private record KeyOf(QueueId queue, String key) {}

  /** A message with a key, as the log has it. */
  private record Sent(long number, String key, boolean isPlaced) {}

  private final long windowMillis;
  private final long keysMax;
  private final Findings findings;
  private final Map<Integer, List<Scheduled>> told = new TreeMap<>();
  private final Map<MessageId, Sent> sent = new HashMap<>();

  /** Keys of calls. */
  private final Map<Long, String> keys = new HashMap<>();

  IdempotencyAudit(long windowMillis, long keysMax, Findings findings) {
    this.windowMillis = windowMillis;
    this.keysMax = keysMax;
    this.findings = findings;
  }

  /** A message is on its way. */
  void sent(Event.EnqueueCalled call) {
    if (!call.idempotencyKey().isEmpty()) {
      keys.put(call.call(), call.idempotencyKey());
    }
  }

  void scheduled(Scheduled event) {
    told.computeIfAbsent(event.group(), _ -> new ArrayList<>()).add(event);
    for (KeyStep step : event.keySteps()) {
      if (step instanceof KeyStep.Used used) {
        sent.put(used.message(), new Sent(used.number(), used.key(), used.isPlaced()));
      }
    }
  }

  /** A node alone has lost what lies above {@code index}, and its indices are used again. */
  void reopened(int group, long index) {
    List<Scheduled> events = told.getOrDefault(group, List.of());
    while (!events.isEmpty() && events.getLast().index() > index) {
      events.removeLast();
    }
  }

  /**
   * A caller was told under which id its message is accepted.
   *
   * @return the number of the message of this id, where that is an earlier one with the same key
   */
  @Nullable Long identified(long call, MessageId id) {
    String key = keys.get(call);
    Sent first = sent.get(id);
    if (first == null || key == null || !first.key().equals(key) || !first.isPlaced()) {
      findings.breach(
          Invariant.ONE_MESSAGE_PER_KEY,
          "Call "
              + call
              + " with key "
              + key
              + " was answered with message "
              + id
              + ", but the log has "
              + first);
      return null;
    }
    return first.number() == call ? null : first.number();
  }

  /** The run is over. */
  void end() {
    told.forEach((group, events) -> new Follower(group).follow(events));
  }

  /** Goes through the log of one group. */
  private final class Follower {

    /** A use of a key whose window has not ended, or was not looked at since. */
    private static final class Use {
      final KeyOf key;
      final MessageId message;
      final long expiresMicros;
      boolean isGone;

      Use(KeyOf key, MessageId message, long expiresMicros) {
        this.key = key;
        this.message = message;
        this.expiresMicros = expiresMicros;
      }
    }

    private final int group;
    private final Map<KeyOf, Use> uses = new HashMap<>();
    private final PriorityQueue<Use> ends =
        new PriorityQueue<>(Comparator.comparingLong(use -> use.expiresMicros));
    private final Set<QueueId> goneQueues = new HashSet<>();
    private long window = windowMillis;
    private long max = keysMax;
    private long everUsed;

    Follower(int group) {
      this.group = group;
    }

    void follow(List<Scheduled> events) {
      for (Scheduled event : events) {
        expire(event.logTimeMicros());
        for (KeyStep step : event.keySteps()) {
          switch (step) {
            case KeyStep.Changed(var setting, var value) -> change(setting, value);
            case KeyStep.QueueGone(var queue) -> forget(queue);
            case KeyStep.Used used -> judge(used, event);
          }
        }
      }
    }

    private void change(GroupSetting setting, long value) {
      switch (setting) {
        case IDEMPOTENCY_WINDOW_MILLIS -> window = value;
        case IDEMPOTENCY_KEYS_MAX -> max = value;
      }
    }

    private void expire(long nowMicros) {
      for (Use use = ends.peek();
          use != null && use.expiresMicros <= nowMicros;
          use = ends.peek()) {
        ends.remove();
        if (!use.isGone) {
          uses.remove(use.key);
        }
      }
    }

    private void forget(QueueId queue) {
      goneQueues.add(queue);
      uses.values()
          .removeIf(
              use -> {
                use.isGone = use.key.queue().equals(queue);
                return use.isGone;
              });
    }

    private void judge(KeyStep.Used used, Scheduled event) {
      if (goneQueues.contains(used.queue())) {
        return;
      }
      KeyOf key = new KeyOf(used.queue(), used.key());
      Use earlier = uses.get(key);
      if (earlier != null && used.isPlaced()) {
        breach(used, event, "was accepted again after message " + earlier.message);
      } else if (earlier == null && used.isPlaced() && uses.size() >= max) {
        breach(used, event, "was accepted although there were " + uses.size() + " of " + max);
      } else if (earlier == null && !used.isPlaced() && everUsed < max) {
        breach(used, event, "was not accepted, although it was not in use");
      }
      if (earlier == null && used.isPlaced()) {
        everUsed++;
        Use use = new Use(key, used.message(), event.logTimeMicros() + window * 1_000);
        uses.put(key, use);
        ends.add(use);
      }
    }

    private void breach(KeyStep.Used used, Scheduled event, String what) {
      findings.breach(
          Invariant.ONE_MESSAGE_PER_KEY,
          "In entry "
              + event.index()
              + " of group "
              + group
              + ", key "
              + used.key()
              + " of queue "
              + used.queue()
              + " "
              + what);
    }
  }
}
