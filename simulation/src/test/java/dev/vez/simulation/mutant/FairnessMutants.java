package dev.vez.simulation.mutant;

import dev.vez.simulation.audit.Invariant;
import java.util.List;

/** Brokers that forget whose turn it is. */
final class FairnessMutants {

  private FairnessMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant(
                "deficits-forgotten-by-new-leader",
                "A new leader, and so a restart, begins every visit anew.",
                "faults.md Q10, architecture.md 7.9",
                PatchedBroker.atTakeOver("forgetDeficits"))
            .foundBy(Invariant.FAIRNESS_BOUND),
        new Mutant(
                "turns-forgotten-by-new-leader",
                "A new leader, and so a restart, lets keys take turns in the order of their names.",
                "faults.md Q10, architecture.md 7.16",
                PatchedBroker.atTakeOver("forgetTurns"))
            .foundBy(Invariant.FAIRNESS_BOUND));
  }
}
