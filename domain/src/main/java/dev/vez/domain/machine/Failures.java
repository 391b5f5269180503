package dev.vez.domain.machine;

import dev.vez.domain.command.NackMessage;
import dev.vez.domain.command.NackVerdict;
import dev.vez.domain.effect.LeasesExpired;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.FailedAttempt;
import dev.vez.domain.message.FailureHistory;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.outcome.DeadLettered;
import dev.vez.domain.outcome.NackOutcome;
import dev.vez.domain.outcome.Nacked;
import dev.vez.domain.record.FailureRecord;
import dev.vez.domain.record.QueueRecord;
import java.util.TreeMap;

/**
 * What becomes of a message whose attempt failed: it is retried, at once or later, or moves to the
 * dead-letter queue. The history of its attempts goes with it.
 */
final class Failures {

  private final QueueGroup group;
  private final Leases leases;
  private final Delays delays;
  private final DeadLetters deadLetters;

  /** What expired in this entry, by queue. */
  private final TreeMap<QueueId, LeasesExpired> expired = new TreeMap<>();

  Failures(QueueGroup group, Leases leases, Delays delays, DeadLetters deadLetters) {
    this.group = group;
    this.leases = leases;
    this.delays = delays;
    this.deadLetters = deadLetters;
  }

  /** The consumer gave it up. */
  NackOutcome nacked(Lease lease, NackMessage command) {
    FailedAttempt attempt =
        new FailedAttempt(
            lease.message.nextAttempt(),
            FailedAttempt.Kind.NACKED,
            command.failedAtMillis(),
            command.error());
    return fail(lease, attempt, command.verdict());
  }

  /** The lease ended without a word. */
  void expired(Lease lease) {
    FailedAttempt attempt =
        new FailedAttempt(
            lease.message.nextAttempt(),
            FailedAttempt.Kind.EXPIRED,
            group.logTimeMicros / 1_000,
            "");
    QueueId queue = lease.flow.queue.id;
    NackOutcome outcome = fail(lease, attempt, NackVerdict.Retry.AT_ONCE);
    expired.merge(
        queue,
        new LeasesExpired(queue, 1, outcome instanceof DeadLettered ? 1 : 0),
        (sum, one) ->
            new LeasesExpired(
                queue, sum.expired() + one.expired(), sum.deadLettered() + one.deadLettered()));
  }

  /** Ends the entry: says what expired. */
  void finish() {
    expired.values().forEach(group.entry::effect);
    expired.clear();
  }

  private NackOutcome fail(Lease lease, FailedAttempt attempt, NackVerdict verdict) {
    Flow flow = lease.flow;
    HostedQueue queue = flow.queue;
    leases.end(lease);
    FailureHistory history = deadLetters.historyOf(queue, lease.message).with(attempt);
    MessageInfo message = lease.message.withOneMoreAttempt(group.changes.hashOf(history));
    boolean isDead = isDead(queue, message, verdict);
    HostedQueue target = isDead ? deadLetters.targetOf(queue) : null;
    if (target != null && deadLetters.hasRoom()) {
      deadLetters.move(flow, target, lease.message, message, history);
      return new DeadLettered(message.attempts());
    }
    group.changes.replaceFailures(
        queue.sum,
        lease.message,
        new FailureRecord(queue.id, message.enqueued(), history),
        message.failuresHash());
    if (target != null) {
      delays.put(flow, message, group.logTimeMicros, true);
      return new DeadLettered(message.attempts());
    }
    if (isDead) {
      deadLetters.noteMissing(queue);
    }
    retry(flow, message, verdict);
    return new Nacked(message.attempts(), isDead);
  }

  private boolean isDead(HostedQueue queue, MessageInfo message, NackVerdict verdict) {
    int max =
        queue.maxAttempts == QueueRecord.MAX_ATTEMPTS_OF_GROUP
            ? group.settings().maxAttempts()
            : queue.maxAttempts;
    return switch (verdict) {
      case NackVerdict.DeadLetter() -> true;
      case NackVerdict.Retry _ -> max > 0 && message.attempts() >= max;
    };
  }

  private void retry(Flow flow, MessageInfo message, NackVerdict verdict) {
    switch (verdict) {
      case NackVerdict.Retry(var delayMillis) when delayMillis > 0 ->
          delays.put(flow, message, group.logTimeMicros + delayMillis * 1_000, false);
      case NackVerdict.Retry _, NackVerdict.DeadLetter _ -> leases.putAtTail(flow, message);
    }
  }
}
