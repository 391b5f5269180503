package dev.vez.simulation.workload;

import dev.vez.ports.api.NewQueue;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.simulation.world.Chance;
import java.util.ArrayList;
import java.util.List;

/**
 * A queue that there may be.
 *
 * @param name its name
 * @param visibilityMillis how long its leases last
 * @param hasScript whether a script chooses keys and weights
 * @param keys that producers use; without a script, the default key
 */
record QueuePlan(String name, long visibilityMillis, boolean hasScript, List<KeyPlan> keys) {

  static QueuePlan draw(Chance chance, int number) {
    boolean hasScript = chance.percent(80);
    boolean hasWeights = chance.percent(50);
    List<KeyPlan> keys = new ArrayList<>();
    if (hasScript) {
      int count = chance.skewed(1, 12);
      for (int i = 0; i < count; i++) {
        keys.add(new KeyPlan("key-" + i, hasWeights ? chance.skewed(1, 5) : 1));
      }
    } else {
      keys.add(new KeyPlan(EnqueueVerdict.DEFAULT_FAIRNESS_KEY, 1));
    }
    return new QueuePlan("queue-" + number, chance.skewed(1_000L, 20_000L), hasScript, keys);
  }

  NewQueue toCreate() {
    return new NewQueue(name, hasScript ? Scripts.BY_HEADERS : "", "", visibilityMillis);
  }
}
