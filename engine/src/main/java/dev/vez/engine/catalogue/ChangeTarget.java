package dev.vez.engine.catalogue;

import dev.vez.engine.group.OwnCommand;

/** A data group, as the reconciler sees it. */
public interface ChangeTarget {

  /** Number of the group, 1 or greater. */
  int number();

  /** Proposes a command until it is applied, or abandons it. */
  void propose(OwnCommand command);
}
