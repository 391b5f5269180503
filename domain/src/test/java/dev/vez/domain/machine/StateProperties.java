package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.hash.StateDigest;
import dev.vez.domain.record.GroupSettings;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What must hold for every sequence of entries. */
class StateProperties {

  private static final int ENTRIES = 250;

  /**
   * All that a later entry reads is in the store: a machine that is thrown away and recovered after
   * every entry, and one that has next to no memory for windows, decide and deliver as the first
   * one does.
   */
  @Property(tries = 60)
  void shouldNotDependOnWhatIsInMemory(@ForAll long seed) {
    RandomWorkload workload = new RandomWorkload(seed);
    GroupSettings settings = workload.settings();
    Replica kept = new Replica(WindowLimits.ofBudget(Long.MAX_VALUE), false);
    Replica reopened = new Replica(new WindowLimits(Long.MAX_VALUE, 4, 3), true);
    Replica tight = new Replica(new WindowLimits(1_500, 3, 2), false);
    List<Command> commands = workload.first(settings);
    for (long index = 1; index <= ENTRIES; index++) {
      Entry entry =
          new Entry(
              index,
              workload.term,
              new Proposal(workload.term, index, workload.nowMicros, commands));
      Applied expected = kept.apply(entry);
      for (Replica other : List.of(reopened, tight)) {
        Applied applied = other.apply(entry);
        assertThat(applied.outcomes()).isEqualTo(expected.outcomes());
        assertThat(deliveries(applied)).isEqualTo(deliveries(expected));
        assertThat(other.machine.digest()).isEqualTo(kept.machine.digest());
      }
      if (index % 25 == 0) {
        assertThat(StateDigest.recount(kept.store)).isEqualTo(kept.machine.digest());
        assertThat(StateDigest.recount(reopened.store)).isEqualTo(kept.machine.digest());
      }
      workload.feed(expected.effects());
      commands = workload.next();
    }
  }

  /**
   * A message waits, is leased or is delayed, never two of these; none is lost or doubled; its
   * attempts only grow, unless a redrive forgets them; the head of a flow goes first.
   */
  @Property(tries = 60)
  void shouldKeepEachMessageInOnePlace(@ForAll long seed) {
    RandomWorkload workload = new RandomWorkload(seed);
    Replica replica = new Replica(new WindowLimits(5_000, 5, 2), false);
    MessageLedger ledger = new MessageLedger();
    List<Command> commands = workload.first(workload.settings());
    for (long index = 1; index <= ENTRIES; index++) {
      Applied applied =
          replica.apply(
              new Entry(
                  index,
                  workload.term,
                  new Proposal(workload.term, index, workload.nowMicros, commands)));
      ledger.check(index, commands, applied.outcomes(), replica.store);
      workload.feed(applied.effects());
      commands = workload.next();
    }
  }

  private static List<Effect> deliveries(Applied applied) {
    return applied.effects().stream().filter(Deliver.class::isInstance).toList();
  }

  private static final class Replica {
    private final MapStore store = new MapStore();
    private final WindowLimits limits;
    private final boolean isReopening;
    private QueueMachine machine;

    Replica(WindowLimits limits, boolean isReopening) {
      this.limits = limits;
      this.isReopening = isReopening;
      machine = QueueMachine.recover(store, limits);
    }

    Applied apply(Entry entry) {
      Applied applied = machine.apply(entry);
      store.write(applied.mutations());
      if (isReopening) {
        machine = QueueMachine.recover(store, limits);
      }
      return applied;
    }
  }
}
