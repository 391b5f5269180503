package dev.vez.simulation.mutant;

import dev.vez.simulation.RunPlan;
import dev.vez.simulation.RunReport;
import dev.vez.simulation.Simulation;
import dev.vez.simulation.world.Fittings;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is simulated: the broker, or one that is broken on purpose. */
@FunctionalInterface
public interface Broker {

  /** The broker as it is. */
  Broker SOUND = Simulation::run;

  /**
   * Runs it as planned. May be called by several threads.
   *
   * @param tracePrinter gets what happens, line by line; none where nobody reads it
   */
  RunReport run(RunPlan plan, @Nullable Consumer<String> tracePrinter);

  /** Runs it as planned. */
  default RunReport run(RunPlan plan) {
    return run(plan, null);
  }

  /** One whose nodes are put together otherwise. */
  static Broker fitted(Fittings fittings) {
    return (plan, tracePrinter) -> Simulation.run(plan.with(fittings), tracePrinter);
  }
}
