package dev.vez.engine.group;

import dev.vez.domain.command.Command;
import dev.vez.domain.outcome.Outcome;
import dev.vez.ports.api.Rejection;

/**
 * A command of the engine itself. It does not count against the inbox and is proposed again, while
 * this node leads, until an entry with it is applied; so it must be idempotent. Exactly one of
 * {@link #applied} and {@link #abandoned} is called.
 */
public interface OwnCommand {

  /** What is to be proposed. Asked for anew at each proposal, on the loop. */
  Command command();

  /** Its entry is applied and durable. */
  void applied(Outcome outcome);

  /** This node does not lead (any more); it may have been carried out or not. */
  void abandoned(Rejection reason);
}
