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

  /**
   * It is applied and durable.
   *
   * @throws IllegalStateException if there is not one outcome for each command
   */
  void answer(List<Outcome> outcomes) {
    int own = ownCommands.size();
    int all = own + requests.size();
    int answered = 0;
    try {
      if (outcomes.size() != all) {
        throw new IllegalStateException(
            "Expected " + all + " outcomes, but got " + outcomes.size());
      }
      while (answered < all) {
        int next = answered++;
        if (next < own) {
          ownCommands.get(next).applied(outcomes.get(next));
        } else {
          requests.get(next - own).answered(outcomes.get(next));
        }
      }
    } catch (Throwable broken) {
      // Nobody is left waiting for a group that is about to stop.
      subEntry(answered).refuse(new Rejection.OutcomeUnknown("the group has failed"));
      throw broken;
    }
  }

  /** Those who wait learn that they wait in vain. */
  void refuse(Rejection reason) {
    refuseRequests(reason);
    abandonOwnCommands(reason);
  }

  void refuseRequests(Rejection reason) {
    requests.forEach(request -> request.refused(reason));
  }

  void abandonOwnCommands(Rejection reason) {
    ownCommands.forEach(command -> command.abandoned(reason));
  }

  private InFlightEntry subEntry(int from) {
    int own = ownCommands.size();
    return new InFlightEntry(
        sequence,
        ownCommands.subList(Math.min(from, own), own),
        requests.subList(Math.max(0, from - own), requests.size()));
  }
}
