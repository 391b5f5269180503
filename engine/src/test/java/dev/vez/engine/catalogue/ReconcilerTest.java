package dev.vez.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.ConfirmChange;
import dev.vez.domain.command.CreateQueue;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.id.Mark;
import dev.vez.domain.machine.CatalogueMachine;
import dev.vez.domain.outcome.ChangeAlreadyDone;
import dev.vez.domain.outcome.ChangeCarriedOut;
import dev.vez.domain.outcome.ChangeConfirmed;
import dev.vez.domain.outcome.ChangeOutOfOrder;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.QueueConfig;
import dev.vez.engine.group.OwnCommand;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.recovery.InMemoryStateStores;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each step of a change, where somebody stops leading or marks do not fit. */
class ReconcilerTest {

  private final CatalogueMachine machine =
      CatalogueMachine.recover(new InMemoryStateStores().open(0));
  private final ArrayDeque<OwnCommand> toGroup = new ArrayDeque<>();
  private final ArrayDeque<OwnCommand> toMeta = new ArrayDeque<>();
  private int delays;
  private long lastIndex;
  private final Reconciler reconciler =
      new Reconciler(
          new ChangeTarget() {
            @Override
            public int number() {
              return 1;
            }

            @Override
            public void propose(OwnCommand command) {
              toGroup.add(command);
            }
          },
          () -> machine.pendingChanges(1).stream().findFirst().orElse(null),
          toMeta::add,
          Runnable::run,
          () -> delays++);

  ReconcilerTest() {
    apply(new BecomeLeader(GroupSettings.DEFAULT, 1));
    apply(new CreateQueue("a", QueueConfig.DEFAULT, 1));
    apply(new CreateQueue("b", QueueConfig.DEFAULT, 1));
  }

  @Test
  void shouldCarryOutAndConfirmOneChangeAfterTheOther() {
    reconciler.lead();

    assertThat(carriedOut().previousMark()).isEqualTo(Mark.NONE);
    Mark first = carriedOut().mark();
    toGroup.remove().applied(new ChangeCarriedOut());
    confirm(first);

    assertThat(carriedOut().previousMark()).isEqualTo(first);
    Mark second = carriedOut().mark();
    toGroup.remove().applied(new ChangeAlreadyDone(second));
    confirm(second);

    assertThat(toGroup).isEmpty();
    assertThat(toMeta).isEmpty();
  }

  @Test
  void shouldHaveOneChangeOnItsWay() {
    reconciler.lead();
    reconciler.next();
    reconciler.lead();

    assertThat(toGroup).hasSize(1);
  }

  @Test
  void shouldTakeUpAgainWhatTheGroupAbandonedOnceItServes() {
    reconciler.lead();
    Mark first = carriedOut().mark();
    toGroup.remove().abandoned(new Rejection.NotLeader(""));
    assertThat(toGroup).isEmpty();
    assertThat(delays).isEqualTo(1);

    reconciler.next();

    assertThat(carriedOut().mark()).isEqualTo(first);
  }

  @Test
  void shouldTakeUpAgainWhatMetaAbandonedOnceItLeads() {
    reconciler.lead();
    Mark first = carriedOut().mark();
    toGroup.remove().applied(new ChangeCarriedOut());
    reconciler.cease();
    toMeta.remove().abandoned(new Rejection.NotLeader(""));
    reconciler.next();
    assertThat(toGroup).isEmpty();

    reconciler.lead();

    assertThat(carriedOut().mark()).isEqualTo(first);
  }

  @Test
  void shouldTryNothingMoreWhereTheGroupContradictsTheCatalogue() {
    reconciler.lead();

    toGroup.remove().applied(new ChangeOutOfOrder(new Mark(99, 0)));
    reconciler.next();

    assertThat(toGroup).isEmpty();
    assertThat(toMeta).isEmpty();
    assertThat(delays).isEqualTo(2);
  }

  private CarryOutChange carriedOut() {
    Command command = toGroup.element().command();
    if (command instanceof CarryOutChange change) {
      return change;
    }
    throw new AssertionError("Expected a change to carry out, but got " + command);
  }

  private void confirm(Mark mark) {
    OwnCommand confirmation = toMeta.remove();
    assertThat(confirmation.command()).isEqualTo(new ConfirmChange(1, mark));
    apply(confirmation.command());
    confirmation.applied(new ChangeConfirmed());
  }

  private void apply(Command command) {
    machine.apply(new Entry(++lastIndex, 1, new Proposal(1, lastIndex, 1, List.of(command))));
  }
}
