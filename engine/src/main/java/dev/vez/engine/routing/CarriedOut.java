package dev.vez.engine.routing;

import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.outcome.ChangeOutcome;
import dev.vez.domain.outcome.Outcome;
import dev.vez.engine.group.OwnCommand;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import java.util.function.Consumer;

/**
 * A change of the catalogue in a group that this node leads.
 *
 * @param change what is to be carried out
 * @param over told once what came of it
 */
record CarriedOut(CarryOutChange change, Consumer<Result<ChangeOutcome>> over)
    implements OwnCommand {

  @Override
  public Command command() {
    return change;
  }

  @Override
  public void applied(Outcome outcome) {
    over.accept(Result.accepted((ChangeOutcome) outcome));
  }

  @Override
  public void abandoned(Rejection reason) {
    over.accept(Result.rejected(reason));
  }
}
