package dev.vez.domain.machine;

import dev.vez.domain.command.RedriveMessages;
import dev.vez.domain.effect.RedriveDone;
import dev.vez.domain.hash.Digest;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.domain.outcome.RedriveOutcome;
import dev.vez.domain.outcome.RedriveParentMissing;
import dev.vez.domain.outcome.RedriveStarted;
import dev.vez.domain.outcome.RedriveUnderWay;
import dev.vez.domain.record.RedriveRecord;
import java.util.List;

/**
 * Redrives of dead-letter queues, one at a time for each. A redrive is a cursor in the state; every
 * entry after that of its command moves it on by a bounded number of messages.
 */
final class Redrives {

  /** Redrives that one entry moves on, at most; the others are first in the next. */
  private static final int PER_ENTRY_MAX = 64;

  private final QueueGroup group;
  private final Leases leases;
  private final Transfers transfers;

  Redrives(QueueGroup group, Leases leases, Transfers transfers) {
    this.group = group;
    this.leases = leases;
    this.transfers = transfers;
  }

  RedriveOutcome start(RedriveMessages command) {
    HostedQueue queue = group.queues.get(command.queue());
    if (queue == null) {
      return new QueueMissing();
    }
    if (!group.queues.containsKey(command.parent())) {
      return new RedriveParentMissing();
    }
    RedriveRecord earlier = group.redrives.find(queue.id);
    if (earlier != null && !earlier.isDone()) {
      return new RedriveUnderWay(earlier.id());
    }
    RedriveRecord record =
        new RedriveRecord(
            queue.id,
            group.entry.nextRedriveId(),
            command.parent(),
            command.count() == 0 ? Long.MAX_VALUE : command.count(),
            command.fairnessKey(),
            command.ratePerSecond(),
            null,
            0,
            group.logTimeMicros,
            false);
    write(queue, record);
    return new RedriveStarted(record.id());
  }

  /**
   * Moves the redrives on that are due and have waited longest, each by its share of the entry's
   * limit. To be called before the commands of the entry, so that the store holds every flow that
   * it has to look at.
   *
   * @return whether there is more to do at once
   */
  boolean step() {
    int moves = group.settings().movesPerEntryMax();
    List<RedriveRecord> due =
        group.redrives.due(group.logTimeMicros, Math.min(moves, PER_ENTRY_MAX));
    for (RedriveRecord record : due) {
      step(record, moves / due.size());
    }
    return group.redrives.nextMicros() <= group.logTimeMicros;
  }

  private void step(RedriveRecord record, int share) {
    HostedQueue queue = group.queues.get(record.queue());
    HostedQueue parent = group.queues.get(record.parent());
    if (queue == null) {
      throw new IllegalStateException("Expected the queue of redrive " + record.id());
    }
    RedriveStep step = new RedriveStep(group, leases, transfers, queue, record, share);
    boolean isDone = parent == null || step.run(parent);
    RedriveRecord after = step.record(isDone);
    if (!after.equals(record)) {
      write(queue, after);
    }
    if (isDone) {
      group.entry.effect(new RedriveDone(queue.id, after.id(), after.moved()));
    }
  }

  private void write(HostedQueue queue, RedriveRecord record) {
    RedriveRecord earlier = group.redrives.put(record);
    Digest hash = earlier == null ? Digest.ZERO : group.changes.hashOf(earlier);
    group.changes.replace(queue.sum, hash, record);
  }
}
