package dev.vez.simulation;

import dev.vez.simulation.audit.Invariant;
import dev.vez.simulation.world.Fittings;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a run is made of: two runs of the same plan are the same.
 *
 * @param seed from which everything is drawn
 * @param fittings how nodes are put together
 * @param heeded the promises that count
 * @param faultyEventsMax events after which faults end, if they have not ended before; 0 or greater
 */
public record RunPlan(long seed, Fittings fittings, Set<Invariant> heeded, long faultyEventsMax) {

  public RunPlan {
    heeded = Set.copyOf(heeded);
    if (faultyEventsMax < 0) {
      throw new IllegalArgumentException(
          "Expected 0 events with faults or more, but got " + faultyEventsMax);
    }
  }

  /** A whole run of nodes with nothing broken. */
  public static RunPlan of(long seed) {
    return new RunPlan(seed, Fittings.SOUND, EnumSet.allOf(Invariant.class), Long.MAX_VALUE);
  }

  /** The same on other nodes. */
  public RunPlan with(Fittings otherFittings) {
    return new RunPlan(seed, otherFittings, heeded, faultyEventsMax);
  }

  /** The same with only some promises that count. */
  public RunPlan heeding(Set<Invariant> onlyThese) {
    return new RunPlan(seed, fittings, onlyThese, faultyEventsMax);
  }

  /** The same, but faults end after so many events. */
  public RunPlan endingFaultsAfter(long events) {
    return new RunPlan(seed, fittings, heeded, events);
  }
}
