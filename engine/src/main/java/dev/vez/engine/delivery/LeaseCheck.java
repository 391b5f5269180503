package dev.vez.engine.delivery;

import dev.vez.domain.effect.Deliver;

/** Asks the loop whether the lease of a delivery is still alive. */
@FunctionalInterface
interface LeaseCheck {

  /** Runs one of the two on the loop. */
  void check(Deliver delivery, Runnable ifAlive, Runnable ifGone);
}
