package dev.vez.simulation.world;

import dev.vez.simulation.audit.Event;

/** Takes down what happens, at the moment of virtual time at which it happens. */
@FunctionalInterface
public interface History {

  void add(Event event);
}
