package dev.vez.simulation.mutant;

import dev.vez.simulation.world.Fittings;

/**
 * A broker with one known fault, of a kind that other brokers have had.
 *
 * @param name short and unique, such as {@code ack-without-fence}
 * @param what it does wrong, in a sentence
 * @param source where the fault is described
 * @param fittings puts its nodes together
 */
public record Mutant(String name, String what, String source, Fittings fittings) {

  public Mutant {
    if (!name.matches("[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "Expected a name of small letters, digits and hyphens, but got " + name);
    }
  }
}
