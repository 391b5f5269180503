package dev.vez.simulation.world;

import dev.vez.engine.EnginePorts;
import dev.vez.ports.api.Messaging;

/** How a node is put together. Tests fit something broken, to see it found. */
public interface Fittings {

  /** Nothing broken. */
  Fittings SOUND = new Fittings() {};

  /** The ports that an engine gets. */
  default EnginePorts fit(EnginePorts ports, Chance chance) {
    return ports;
  }

  /** What clients reach. */
  default Messaging fit(Messaging messaging, Chance chance) {
    return messaging;
  }
}
