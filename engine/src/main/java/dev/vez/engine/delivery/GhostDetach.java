package dev.vez.engine.delivery;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.DetachConsumer;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.outcome.Outcome;
import dev.vez.engine.group.OwnCommand;
import dev.vez.ports.api.Rejection;

/**
 * Detaches a consumer that the group has and this node does not know: an attaching that was thought
 * lost, and came after the detaching.
 *
 * @param deliver what the group wants it to have
 * @param onDone told at the end
 */
record GhostDetach(Deliver deliver, Runnable onDone) implements OwnCommand {

  @Override
  public Command command() {
    return new DetachConsumer(deliver.queue(), deliver.consumer(), LeaseId.NONE);
  }

  @Override
  public void applied(Outcome outcome) {
    onDone.run();
  }

  @Override
  public void abandoned(Rejection reason) {
    onDone.run();
  }
}
