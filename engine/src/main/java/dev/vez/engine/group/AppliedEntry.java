package dev.vez.engine.group;

import dev.vez.domain.outcome.Outcome;
import dev.vez.ports.api.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry that is applied and written, with all that must wait until it is durable.
 *
 * @param waiting who waits for its outcomes; nobody where this node did not propose it
 * @param outcomes one for each command
 * @param afterwards what the observer wants to be run; none where there is nothing to do
 * @param room told when those who waited have been answered; none where nobody waited
 */
record AppliedEntry(
    @Nullable InFlightEntry waiting,
    List<Outcome> outcomes,
    @Nullable Runnable afterwards,
    @Nullable Runnable room) {

  void letGo() {
    if (waiting != null) {
      waiting.answer(outcomes);
    }
    if (afterwards != null) {
      afterwards.run();
    }
    if (room != null) {
      room.run();
    }
  }

  void refuse(Rejection reason) {
    if (waiting != null) {
      waiting.refuse(reason);
    }
  }
}
