package dev.vez.simulation;

import dev.vez.simulation.audit.Invariant;
import dev.vez.simulation.audit.Violation;
import dev.vez.simulation.mutant.Broker;
import org.jspecify.annotations.Nullable;

/**
 * Finds how little of a failed run is needed: the shortest beginning after which faults may end and
 * everybody may be healthy, and the same promise is broken all the same. What lies behind it cannot
 * be to blame.
 */
final class Shrinking {

  /** Whether a beginning fails need not be monotonic, so the search is for a short one. */
  private static final int RUNS_MAX = 40;

  private Shrinking() {}

  /**
   * Shortens a run.
   *
   * @param broker that failed
   * @param plan of the run in which it did
   * @param failed how it failed
   * @return the same plan with as few events with faults as were found to do
   */
  static RunPlan shorten(Broker broker, RunPlan plan, RunReport failed) {
    Invariant broken = brokenIn(failed);
    if (broken == null) {
      throw new IllegalArgumentException("Expected a run that failed, but got " + failed);
    }
    long fails = failed.faultyEvents();
    long passes = -1;
    for (int runs = 0; runs < RUNS_MAX && fails - passes > 1; runs++) {
      long middle = passes + (fails - passes) / 2;
      if (broken == brokenIn(broker.run(plan.endingFaultsAfter(middle)))) {
        fails = middle;
      } else {
        passes = middle;
      }
    }
    return plan.endingFaultsAfter(fails);
  }

  private static @Nullable Invariant brokenIn(RunReport report) {
    return report.violation().map(Violation::invariant).orElse(null);
  }
}
