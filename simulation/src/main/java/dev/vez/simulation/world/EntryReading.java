package dev.vez.simulation.world;

import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.id.Mark;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.GroupRecord;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.RecordKey;
import dev.vez.ports.recovery.RecordImage;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.simulation.audit.Event.Backlog;
import dev.vez.simulation.audit.Event.KeyStep;
import dev.vez.simulation.audit.Event.LeaseBegun;
import dev.vez.simulation.audit.Event.LimitSet;
import dev.vez.simulation.audit.Event.Misstep;
import dev.vez.simulation.audit.Event.Scheduled;
import dev.vez.simulation.audit.RateLimit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what entries do to the schedule of one group, from the log and from the store's batches.
 */
final class EntryReading {

  private final int group;
  private final LogWatch watch;
  private long logTimeMicros;
  private Mark mark = Mark.NONE;

  /** Goes on from what a store holds. */
  EntryReading(int group, LogWatch watch, RecordImage image) {
    this.group = group;
    this.watch = watch;
    image.find(new RecordKey.OfGroup()).ifPresent(record -> follow((GroupRecord) record));
  }

  int group() {
    return group;
  }

  /** Log time after the last entry, in microseconds. */
  long logTimeMicros() {
    return logTimeMicros;
  }

  /** What the entry of a batch has done; none where it was told before, or is nothing. */
  @Nullable Scheduled read(StoreBatch batch) {
    Mark before = mark;
    for (Mutation mutation : batch.mutations()) {
      if (mutation instanceof Mutation.Put(GroupRecord record)) {
        follow(record);
      }
    }
    long index = batch.position().index();
    if (group == 0 || !watch.isFirst(group, index)) {
      return null;
    }
    List<Command> commands = watch.commands(group, index);
    List<LimitSet> limits = new ArrayList<>();
    List<CatalogueChange> changes = LogWatch.carriedOut(commands, before, mark);
    for (CatalogueChange change : changes) {
      switch (change) {
        case CatalogueChange.SetBucket(var key, var rateMicros, var burstMicros) ->
            limits.add(new LimitSet(key, new RateLimit(rateMicros, burstMicros)));
        case CatalogueChange.RemoveBucket(var key) -> limits.add(new LimitSet(key, null));
        case CatalogueChange.CreateQueues _,
            CatalogueChange.DeleteQueues _,
            CatalogueChange.LinkDeadLetters _,
            CatalogueChange.SetGroupSetting _,
            CatalogueChange.SetMaxAttempts _ -> {}
      }
    }
    List<LeaseBegun> leases = new ArrayList<>();
    List<Backlog> backlogs = new ArrayList<>();
    for (Mutation mutation : batch.mutations()) {
      switch (mutation) {
        case Mutation.Put(LeaseRecord lease) when lease.id().index() == index ->
            leases.add(
                new LeaseBegun(
                    lease.id(),
                    lease.queue(),
                    lease.fairnessKey(),
                    lease.message().throttleKeys()));
        case Mutation.Put(FlowRecord flow) ->
            backlogs.add(new Backlog(flow.queue(), flow.fairnessKey(), flow.pending()));
        case Mutation.Remove(RecordKey.OfFlow(var queue, var key)) ->
            backlogs.add(new Backlog(queue, key, 0));
        case Mutation.Put _, Mutation.Remove _, Mutation.RemoveQueue _ -> {}
      }
    }
    List<KeyStep> keySteps =
        KeyReading.steps(commands, changes, KeyReading.placed(batch.mutations()));
    List<Misstep> missteps =
        watch.ledger(group).follow(index, batch.mutations(), commands, changes, logTimeMicros);
    return limits.isEmpty() && backlogs.isEmpty() && missteps.isEmpty() && keySteps.isEmpty()
        ? null
        : new Scheduled(group, index, logTimeMicros, limits, leases, backlogs, missteps, keySteps);
  }

  private void follow(GroupRecord record) {
    logTimeMicros = record.logTimeMicros();
    mark = record.mark();
  }
}
