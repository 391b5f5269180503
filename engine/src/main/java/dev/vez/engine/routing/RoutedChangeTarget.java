package dev.vez.engine.routing;

import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.outcome.ChangeOutcome;
import dev.vez.engine.catalogue.ChangeTarget;
import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.engine.codec.EntryCodec;
import dev.vez.engine.delivery.DataGroup;
import dev.vez.engine.group.OwnCommand;
import dev.vez.engine.routing.proto.CarryOutQuestion;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Timers;
import java.util.concurrent.TimeUnit;

/**
 * A data group, wherever it is led: the leader of meta has its changes carried out there. A change
 * whose outcome is not known is tried again, for carrying it out twice changes nothing.
 */
public final class RoutedChangeTarget implements ChangeTarget {

  private static final long RETRY_MILLIS = 100;

  /** After which those who wait for the change are told that it is not known. */
  private static final long GIVE_UP_MILLIS = 10_000;

  /** After which a change that was given up is taken up again. */
  private static final long RESUME_MILLIS = 1_000;

  private final DataGroup group;
  private final Leaders leaders;
  private final PeerCaller caller;
  private final Clock clock;
  private final Timers timers;
  private final Runnable resume;

  /**
   * A group that is led anywhere.
   *
   * @param group this node's member of it
   * @param resume asks the reconciler to take its next change up again
   */
  public RoutedChangeTarget(
      DataGroup group,
      Leaders leaders,
      PeerCaller caller,
      Clock clock,
      Timers timers,
      Runnable resume) {
    this.group = group;
    this.leaders = leaders;
    this.caller = caller;
    this.clock = clock;
    this.timers = timers;
    this.resume = resume;
  }

  @Override
  public int number() {
    return group.number();
  }

  @Override
  public void propose(OwnCommand command) {
    if (command.command() instanceof CarryOutChange change) {
      attempt(
          command, change, clock.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(GIVE_UP_MILLIS));
    } else {
      throw new IllegalArgumentException("Expected a change of the catalogue");
    }
  }

  private void attempt(OwnCommand command, CarryOutChange change, long giveUpNanos) {
    if (leaders.isHere(number())) {
      group.propose(new CarriedOut(change, result -> finish(command, change, giveUpNanos, result)));
      return;
    }
    leaders
        .find(number())
        .thenAccept(
            leader -> {
              if (leader == Leaders.NOBODY || leader == leaders.nodeId()) {
                later(command, change, giveUpNanos);
              } else {
                ask(command, change, giveUpNanos, leader);
              }
            });
  }

  private void ask(OwnCommand command, CarryOutChange change, long giveUpNanos, long leader) {
    caller
        .<ChangeOutcome>ask(
            leader,
            caller
                .question()
                .setCarryOut(
                    CarryOutQuestion.newBuilder()
                        .setGroup(number())
                        .setCommand(PeerWire.wire(EntryCodec.encodeCommand(change)))),
            answer ->
                answer.hasChangeOutcome()
                    ? ChangeOutcomeWire.decode(answer.getChangeOutcome())
                    : null)
        .thenAccept(
            result -> {
              if (result instanceof Result.Rejected<ChangeOutcome>(Rejection.NotLeader _)) {
                leaders.forget(number(), leader);
              }
              finish(command, change, giveUpNanos, result);
            });
  }

  private void finish(
      OwnCommand command, CarryOutChange change, long giveUpNanos, Result<ChangeOutcome> result) {
    switch (result) {
      case Result.Accepted<ChangeOutcome>(var outcome) -> command.applied(outcome);
      case Result.Rejected<ChangeOutcome> _ -> later(command, change, giveUpNanos);
    }
  }

  private void later(OwnCommand command, CarryOutChange change, long giveUpNanos) {
    if (!leaders.isHere(MetaGroup.NUMBER)) {
      command.abandoned(new Rejection.NotLeader(""));
    } else if (clock.monotonicNanos() - giveUpNanos >= 0) {
      command.abandoned(new Rejection.NotLeader(""));
      timers.schedule(TimeUnit.MILLISECONDS.toNanos(RESUME_MILLIS), resume);
    } else {
      timers.schedule(
          TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS), () -> attempt(command, change, giveUpNanos));
    }
  }
}
