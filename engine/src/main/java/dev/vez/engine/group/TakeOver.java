package dev.vez.engine.group;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.Command;
import dev.vez.domain.outcome.Outcome;
import dev.vez.ports.api.Rejection;

/** The first command of a leader. Repeated until it is applied, as all of the engine's own are. */
record TakeOver(BecomeLeader becomeLeader) implements OwnCommand {

  @Override
  public Command command() {
    return becomeLeader;
  }

  @Override
  public void applied(Outcome outcome) {}

  @Override
  public void abandoned(Rejection reason) {}
}
