package dev.vez.engine.catalogue;

import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.ConfirmChange;
import dev.vez.domain.id.Mark;
import dev.vez.domain.outcome.ChangeAlreadyDone;
import dev.vez.domain.outcome.ChangeCarriedOut;
import dev.vez.domain.outcome.ChangeOutOfOrder;
import dev.vez.domain.outcome.ChangeOutcome;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.record.PendingChangeRecord;
import dev.vez.engine.group.OwnCommand;
import dev.vez.ports.api.Rejection;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the catalogue's changes out in one data group, one at a time in the order of their marks:
 * first in the group, then confirmed to meta. Every step may be repeated; what is pending when this
 * node becomes the leader of meta, or the group begins to serve, is taken up where it stands.
 *
 * <p>On the loop of meta, except where said otherwise.
 */
final class Reconciler {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final ChangeTarget target;
  private final Supplier<@Nullable PendingChangeRecord> firstPending;
  private final Consumer<OwnCommand> meta;
  private final Executor metaLoop;
  private final Runnable onDelay;
  private boolean leading;
  private boolean busy;

  /** The group refused a change as out of order; nothing is tried until there is a new leader. */
  private boolean stuck;

  /**
   * The reconciler of one group.
   *
   * @param firstPending the first change that the group has yet to carry out and that is durable,
   *     none where there is none: the group must not keep what the catalogue may yet lose
   * @param meta proposes a command to the meta group
   * @param metaLoop runs tasks on its loop
   * @param onDelay told where callers wait for what will not come soon
   */
  Reconciler(
      ChangeTarget target,
      Supplier<@Nullable PendingChangeRecord> firstPending,
      Consumer<OwnCommand> meta,
      Executor metaLoop,
      Runnable onDelay) {
    this.target = target;
    this.firstPending = firstPending;
    this.meta = meta;
    this.metaLoop = metaLoop;
    this.onDelay = onDelay;
  }

  int group() {
    return target.number();
  }

  void lead() {
    leading = true;
    stuck = false;
    next();
  }

  void cease() {
    leading = false;
  }

  /** Takes up the next change, if there is one and no other is on its way. */
  void next() {
    if (stuck) {
      onDelay.run();
    }
    if (!leading || busy || stuck) {
      return;
    }
    PendingChangeRecord pending = firstPending.get();
    if (pending != null) {
      busy = true;
      target.propose(new CarryOut(pending));
    }
  }

  /** On any thread. */
  private void over() {
    metaLoop.execute(
        () -> {
          busy = false;
          next();
        });
  }

  /** On any thread: somebody does not lead; goes on when that changes, without its callers. */
  private void pause() {
    metaLoop.execute(
        () -> {
          busy = false;
          onDelay.run();
        });
  }

  private void outOfOrder(PendingChangeRecord change, Mark mark) {
    LOG.error(
        "Group {} is at mark {}, but the next change follows {}: the catalogue and the group"
            + " contradict each other, and no queue of the group can be created or deleted",
        change.group(),
        mark,
        change.previousMark());
    metaLoop.execute(
        () -> {
          busy = false;
          stuck = true;
          next();
        });
  }

  /** The first half: to the data group. */
  private final class CarryOut implements OwnCommand {

    private final PendingChangeRecord change;

    CarryOut(PendingChangeRecord change) {
      this.change = change;
    }

    @Override
    public Command command() {
      return new CarryOutChange(change.previousMark(), change.mark(), change.change());
    }

    @Override
    public void applied(Outcome outcome) {
      switch ((ChangeOutcome) outcome) {
        case ChangeCarriedOut() -> meta.accept(new Confirm(change));
        case ChangeAlreadyDone _ -> meta.accept(new Confirm(change));
        case ChangeOutOfOrder(var mark) -> outOfOrder(change, mark);
      }
    }

    @Override
    public void abandoned(Rejection reason) {
      pause();
    }
  }

  /** The second half: to meta. */
  private final class Confirm implements OwnCommand {

    private final PendingChangeRecord change;

    Confirm(PendingChangeRecord change) {
      this.change = change;
    }

    @Override
    public Command command() {
      return new ConfirmChange(change.group(), change.mark());
    }

    @Override
    public void applied(Outcome outcome) {
      over();
    }

    @Override
    public void abandoned(Rejection reason) {
      pause();
    }
  }
}
