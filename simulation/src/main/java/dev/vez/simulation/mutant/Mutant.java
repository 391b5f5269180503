package dev.vez.simulation.mutant;

import dev.vez.simulation.RunPlan;
import dev.vez.simulation.RunReport;
import dev.vez.simulation.audit.Invariant;
import dev.vez.simulation.world.Fittings;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A broker with one known fault, of a kind that other brokers have had.
 *
 * @param name short and unique, such as {@code ack-without-fence}
 * @param what it does wrong, in a sentence
 * @param source where the fault is described
 * @param broker the broker
 * @param heeded the promises that are to find it out; all, or those that it was made for
 */
public record Mutant(
    String name, String what, String source, Broker broker, Set<Invariant> heeded) {

  public Mutant {
    if (!name.matches("[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "Expected a name of small letters, digits and hyphens, but got " + name);
    }
    heeded = Set.copyOf(heeded);
  }

  /** One to be found out by any promise. */
  public Mutant(String name, String what, String source, Broker broker) {
    this(name, what, source, broker, EnumSet.allOf(Invariant.class));
  }

  /** One whose nodes are put together otherwise. */
  public Mutant(String name, String what, String source, Fittings fittings) {
    this(name, what, source, Broker.fitted(fittings));
  }

  /** The same, to be found out by one promise: others would notice how it is made. */
  public Mutant foundBy(Invariant invariant) {
    return new Mutant(name, what, source, broker, Set.of(invariant));
  }

  /** Runs it as planned, with the promises that are to find it out. */
  public RunReport run(RunPlan plan, @Nullable Consumer<String> tracePrinter) {
    return broker.run(plan.heeding(heeded), tracePrinter);
  }
}
