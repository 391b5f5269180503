package dev.vez.simulation.world;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.NackMessage;
import dev.vez.domain.command.NackVerdict;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.RedriveId;
import dev.vez.domain.record.DelayedRecord;
import dev.vez.domain.record.GroupRecord;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.RecordKey;
import dev.vez.domain.record.RedriveRecord;
import dev.vez.domain.record.StateRecord;
import dev.vez.ports.recovery.RecordImage;
import dev.vez.simulation.audit.Event.Misstep;
import dev.vez.simulation.audit.Invariant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows every message of one group from place to place, entry by entry, through retries, delays,
 * dead-letter queues and redrives, and knows which steps there are.
 */
final class MessageLedger {

  private enum State {
    WAITING,
    LEASED,
    DELAYED
  }

  /**
   * Where a message is.
   *
   * @param lease of one that is leased
   * @param untilMicros deadline of its lease, or the end of its delay
   * @param isDeadLetter whether it then moves
   */
  private record Standing(
      QueueId queue,
      State state,
      int attempts,
      LeaseId lease,
      long untilMicros,
      boolean isDeadLetter) {}

  /** Where a message was before an entry, and where that has put it. */
  private static final class Step {
    final @Nullable Standing before;
    final Map<RecordKey, Standing> now = new LinkedHashMap<>(2);

    Step(@Nullable RecordKey key, @Nullable Standing before) {
      this.before = before;
      if (key != null && before != null) {
        now.put(key, before);
      }
    }
  }

  private final int group;
  private final Map<RecordKey, MessageId> rows = new HashMap<>();
  private final Map<MessageId, Map<RecordKey, Standing>> standings = new HashMap<>();
  private final Map<QueueId, QueueRecord> queues = new HashMap<>();
  private final Map<QueueId, RedriveRecord> redrives = new HashMap<>();
  private final Map<RedriveId, Long> moved = new HashMap<>();

  /** Limits on attempts as they were set, whatever became of them. */
  private final Map<QueueId, Integer> attemptsMax = new HashMap<>();

  private int maxAttemptsOfGroup;

  /** What belongs to the entry that is being followed. */
  private final Map<MessageId, Step> steps = new LinkedHashMap<>();

  private final Map<QueueId, QueueRecord> earlierQueues = new HashMap<>();
  private final Map<QueueId, RedriveRecord> earlierRedrives = new HashMap<>();
  private final List<RedriveRecord> told = new ArrayList<>();
  private final Map<QueueId, Integer> earlierAttemptsMax = new HashMap<>();
  private final Set<QueueId> deleted = new HashSet<>();
  private final List<Misstep> missteps = new ArrayList<>();
  private long index;
  private long nowMicros;

  /** Goes on from what a store holds. */
  MessageLedger(int group, RecordImage image) {
    this.group = group;
    image.all().forEach(this::put);
    redrives.values().forEach(redrive -> moved.put(redrive.id(), redrive.moved()));
    steps.clear();
    told.clear();
    earlierQueues.clear();
  }

  /**
   * Follows an entry.
   *
   * @param commands that it carried out or refused
   * @param changes of the catalogue that it carried out
   * @param logTimeMicros log time of the entry
   * @return what it did that nothing may do
   */
  List<Misstep> follow(
      long newIndex,
      List<Mutation> mutations,
      List<Command> commands,
      List<CatalogueChange> changes,
      long logTimeMicros) {
    index = newIndex;
    nowMicros = logTimeMicros;
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case Mutation.Put(StateRecord record) -> put(record);
        case Mutation.Remove(RecordKey key) -> remove(key);
        case Mutation.RemoveQueue(QueueId queue) -> removeQueue(queue);
      }
    }
    if (!changes.isEmpty()) {
      earlierAttemptsMax.putAll(attemptsMax);
    }
    for (CatalogueChange change : changes) {
      if (change instanceof CatalogueChange.SetMaxAttempts(var queue, var max)) {
        attemptsMax.put(queue, max);
      }
    }
    if (!steps.isEmpty()) {
      judge(commands);
    }
    for (RedriveRecord redrive : told) {
      if (moved.getOrDefault(redrive.id(), 0L) != redrive.moved()) {
        misstep(
            Invariant.MESSAGE_IN_EXACTLY_ONE_PLACE,
            "a redrive tells of "
                + redrive.moved()
                + " messages and has moved "
                + moved.getOrDefault(redrive.id(), 0L));
      }
    }
    List<Misstep> result = List.copyOf(missteps);
    steps.clear();
    told.clear();
    earlierAttemptsMax.clear();
    earlierRedrives.clear();
    earlierQueues.clear();
    deleted.clear();
    missteps.clear();
    return result;
  }

  private void put(StateRecord record) {
    switch (record) {
      case MessageRecord waiting ->
          place(
              waiting.key(),
              waiting.message().id(),
              new Standing(
                  waiting.queue(),
                  State.WAITING,
                  waiting.message().attempts(),
                  LeaseId.NONE,
                  0,
                  false));
      case LeaseRecord leased ->
          place(
              leased.key(),
              leased.message().id(),
              new Standing(
                  leased.queue(),
                  State.LEASED,
                  leased.message().attempts(),
                  leased.id(),
                  leased.deadlineMicros(),
                  false));
      case DelayedRecord delayed ->
          place(
              delayed.key(),
              delayed.message().id(),
              new Standing(
                  delayed.queue(),
                  State.DELAYED,
                  delayed.message().attempts(),
                  LeaseId.NONE,
                  delayed.dueMicros(),
                  delayed.isDeadLetter()));
      case QueueRecord queue -> {
        QueueRecord earlier = queues.put(queue.id(), queue);
        attemptsMax.putIfAbsent(queue.id(), queue.maxAttempts());
        if (earlier != null) {
          earlierQueues.put(queue.id(), earlier);
        }
      }
      case RedriveRecord redrive -> {
        RedriveRecord earlier = redrives.put(redrive.queue(), redrive);
        if (earlier != null) {
          earlierRedrives.putIfAbsent(redrive.queue(), earlier);
        }
        told.add(redrive);
      }
      case GroupRecord ofGroup -> maxAttemptsOfGroup = ofGroup.settings().maxAttempts();
      default -> {}
    }
  }

  private void place(RecordKey key, MessageId message, Standing standing) {
    Step step = step(message);
    step.now.put(key, standing);
    rows.put(key, message);
    standings.put(message, step.now);
  }

  private void remove(RecordKey key) {
    MessageId message = rows.remove(key);
    if (message != null) {
      step(message).now.remove(key);
    }
  }

  private void removeQueue(QueueId queue) {
    deleted.add(queue);
    QueueRecord record = queues.remove(queue);
    if (record != null) {
      earlierQueues.putIfAbsent(queue, record);
    }
    redrives.remove(queue);
    // What it moved in this entry is gone with it.
    told.removeIf(redrive -> redrive.queue().equals(queue));
    attemptsMax.remove(queue);
    List<MessageId> gone = new ArrayList<>();
    standings.forEach(
        (message, places) -> {
          if (places.values().stream().anyMatch(standing -> standing.queue().equals(queue))) {
            gone.add(message);
          }
        });
    for (MessageId message : gone) {
      Map<RecordKey, Standing> now = step(message).now;
      rows.keySet().removeAll(now.keySet());
      now.clear();
    }
  }

  private Step step(MessageId message) {
    Step step = steps.get(message);
    if (step == null) {
      Map<RecordKey, Standing> places = standings.getOrDefault(message, Map.of());
      step =
          places.isEmpty()
              ? new Step(null, null)
              : new Step(places.keySet().iterator().next(), places.values().iterator().next());
      steps.put(message, step);
    }
    return step;
  }

  private void judge(List<Command> commands) {
    Set<MessageId> acked = new HashSet<>();
    Map<MessageId, List<NackMessage>> nacked = new HashMap<>();
    for (Command command : commands) {
      if (command instanceof AckMessage ack) {
        acked.add(ack.message());
      } else if (command instanceof NackMessage nack) {
        nacked.computeIfAbsent(nack.message(), _ -> new ArrayList<>(1)).add(nack);
      }
    }
    steps.forEach(
        (message, step) -> {
          if (step.now.size() > 1) {
            misstep(
                Invariant.MESSAGE_IN_EXACTLY_ONE_PLACE,
                "message " + message + " is in " + step.now.values());
          } else if (step.now.isEmpty()) {
            standings.remove(message);
            judgeGone(message, step.before, acked);
          } else {
            Standing now = step.now.values().iterator().next();
            judgeStep(step.before, now, nacked.getOrDefault(message, List.of()));
          }
        });
  }

  private void judgeGone(MessageId message, @Nullable Standing before, Set<MessageId> acked) {
    if (before != null && !acked.contains(message) && deleted.isEmpty()) {
      misstep(
          Invariant.NO_ACCEPTED_MESSAGE_LOST,
          "message " + message + " is gone, which nobody acked: " + before);
    }
  }

  private void judgeStep(@Nullable Standing before, Standing now, List<NackMessage> nacks) {
    if (before == null) {
      if (now.attempts() != 0 || now.state() == State.DELAYED) {
        misstep(Invariant.ATTEMPTS_ONLY_GROW, "a new message is " + now);
      }
    } else if (before.queue().equals(now.queue())) {
      judgeStay(before, now, nacks);
    } else if (isDeadLetterQueueOf(now.queue(), before.queue())) {
      judgeDeadLetter(before, now);
    } else {
      judgeRedriven(before, now);
    }
  }

  private void judgeStay(Standing before, Standing now, List<NackMessage> nacks) {
    boolean hasFailed = now.attempts() == before.attempts() + 1;
    if ((!hasFailed && now.attempts() != before.attempts())
        || (hasFailed && before.state() != State.LEASED)) {
      misstep(Invariant.ATTEMPTS_ONLY_GROW, before, now);
    }
    if (before.state() == State.DELAYED
        && now.state() != State.DELAYED
        && nowMicros < before.untilMicros()) {
      misstep(Invariant.DELAY_KEPT, before, now);
    }
    if (hasFailed && !now.isDeadLetter()) {
      judgeRetry(before, now, nacks);
    }
  }

  /** A message that has failed and stays in its queue. */
  private void judgeRetry(Standing before, Standing now, List<NackMessage> nacks) {
    // Where the lease may have expired in this entry, the nack may have come too late.
    NackVerdict verdict =
        nowMicros < before.untilMicros()
            ? nacks.stream()
                .filter(
                    nack ->
                        nack.lease().equals(LeaseId.NONE) || nack.lease().equals(before.lease()))
                .findFirst()
                .map(NackMessage::verdict)
                .orElse(NackVerdict.Retry.AT_ONCE)
            : NackVerdict.Retry.AT_ONCE;
    switch (verdict) {
      case NackVerdict.DeadLetter() -> {
        if (hasDeadLetterQueue(before.queue())) {
          misstep(Invariant.DEAD_LETTERS_MOVE, before, now);
        }
      }
      case NackVerdict.Retry(long delayMillis) -> {
        if (hasTooManyAttempts(now) && hasDeadLetterQueue(before.queue())) {
          misstep(Invariant.DEAD_LETTERS_MOVE, before, now);
        }
        long dueMicros = nowMicros + TimeUnit.MILLISECONDS.toMicros(delayMillis);
        if (delayMillis > 0 && (now.state() != State.DELAYED || now.untilMicros() < dueMicros)) {
          misstep(Invariant.DELAY_KEPT, before, now);
        }
      }
    }
  }

  /** By the limit that was set before this entry, and by that after it. */
  private boolean hasTooManyAttempts(Standing standing) {
    return hasTooMany(standing, attemptsMax)
        && (earlierAttemptsMax.isEmpty() || hasTooMany(standing, earlierAttemptsMax));
  }

  private boolean hasTooMany(Standing standing, Map<QueueId, Integer> limits) {
    int max = limits.getOrDefault(standing.queue(), 0);
    int inForce = max == QueueRecord.MAX_ATTEMPTS_OF_GROUP ? maxAttemptsOfGroup : max;
    return inForce > 0 && standing.attempts() >= inForce;
  }

  /** Whether a queue has had one before this entry, and has it still. */
  private boolean hasDeadLetterQueue(QueueId queue) {
    QueueRecord record = queues.get(queue);
    QueueRecord earlier = earlierQueues.getOrDefault(queue, record);
    return record != null
        && queues.containsKey(record.deadLetters())
        && earlier != null
        && earlier.deadLetters().equals(record.deadLetters());
  }

  private void judgeDeadLetter(Standing before, Standing now) {
    boolean isFailure = before.state() == State.LEASED && now.attempts() == before.attempts() + 1;
    boolean isLate =
        before.state() == State.DELAYED
            && before.isDeadLetter()
            && now.attempts() == before.attempts();
    if (!isFailure && !isLate) {
      misstep(
          before.state() == State.LEASED
              ? Invariant.ATTEMPTS_ONLY_GROW
              : Invariant.DEAD_LETTERS_MOVE,
          before,
          now);
    }
  }

  private void judgeRedriven(Standing before, Standing now) {
    // One that begins in this entry moves nothing yet.
    RedriveRecord redrive =
        earlierRedrives.getOrDefault(before.queue(), redrives.get(before.queue()));
    if (redrive == null || !redrive.parent().equals(now.queue())) {
      misstep(Invariant.MESSAGE_IN_EXACTLY_ONE_PLACE, before, now);
      return;
    }
    moved.merge(redrive.id(), 1L, Long::sum);
    if (before.state() == State.LEASED && nowMicros < before.untilMicros()) {
      misstep(Invariant.NO_LEASE_TAKEN_BEFORE_DEADLINE, before, now);
    }
    if (before.state() == State.DELAYED) {
      misstep(Invariant.DELAY_KEPT, before, now);
    }
    if (now.attempts() != 0) {
      misstep(Invariant.ATTEMPTS_ONLY_GROW, before, now);
    }
  }

  private boolean isDeadLetterQueueOf(QueueId deadLetters, QueueId queue) {
    QueueRecord now = queues.get(queue);
    QueueRecord earlier = earlierQueues.get(queue);
    return (now != null && now.deadLetters().equals(deadLetters))
        || (earlier != null && earlier.deadLetters().equals(deadLetters));
  }

  private void misstep(Invariant invariant, Standing before, Standing now) {
    misstep(invariant, "a message went at " + nowMicros + " us from " + before + " to " + now);
  }

  private void misstep(Invariant invariant, String what) {
    missteps.add(new Misstep(group, index, invariant, what));
  }
}
