package dev.vez.engine.group;

import dev.vez.domain.outcome.Outcome;
import dev.vez.ports.api.Rejection;
import java.util.List;

/**
 * An entry that was proposed, and who waits for it.
 *
 * @param sequence its number within the term
 * @param ownCommands the engine's own commands, first in the entry
 * @param requests the requests, after them
 */
record InFlightEntry(long sequence, List<OwnCommand> ownCommands, List<Submission> requests) {

  /** It is applied and durable. */
  void answer(List<Outcome> outcomes) {
    int own = ownCommands.size();
    if (outcomes.size() != own + requests.size()) {
      throw new IllegalStateException(
          "Expected " + (own + requests.size()) + " outcomes, but got " + outcomes.size());
    }
    for (int i = 0; i < own; i++) {
      ownCommands.get(i).applied(outcomes.get(i));
    }
    for (int i = 0; i < requests.size(); i++) {
      requests.get(i).answered(outcomes.get(own + i));
    }
  }

  void refuseRequests(Rejection reason) {
    requests.forEach(request -> request.refused(reason));
  }

  void abandonOwnCommands(Rejection reason) {
    ownCommands.forEach(command -> command.abandoned(reason));
  }
}
