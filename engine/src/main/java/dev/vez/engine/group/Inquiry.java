package dev.vez.engine.group;

import dev.vez.ports.api.Rejection;

/**
 * A question to a group's state machine. Exactly one method is called, once; it must be short.
 *
 * @param <M> the state machine
 */
public interface Inquiry<M> {

  /** Called on the loop of a group that serves, between entries. */
  void ask(M machine);

  /** It was not asked. */
  void refused(Rejection reason);
}
