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
 * @param hasFailureScript whether a script says what becomes of failed attempts
 * @param keys that producers use; without a script, the default key
 */
record QueuePlan(
    String name,
    long visibilityMillis,
    boolean hasScript,
    boolean hasFailureScript,
    List<KeyPlan> keys) {

  /**
   * Draws one.
   *
   * @param throttleKeys that its keys may have
   */
  static QueuePlan draw(Chance chance, int number, List<String> throttleKeys) {
    boolean hasScript = chance.percent(80);
    boolean hasWeights = chance.percent(50);
    int throttledPercent = throttleKeys.isEmpty() ? 0 : chance.between(0, 100);
    List<KeyPlan> keys = new ArrayList<>();
    if (hasScript) {
      int count = chance.skewed(1, 12);
      for (int i = 0; i < count; i++) {
        keys.add(
            new KeyPlan(
                "key-" + i,
                hasWeights ? chance.skewed(1, 5) : 1,
                chance.percent(throttledPercent) ? some(chance, throttleKeys) : List.of()));
      }
    } else {
      keys.add(new KeyPlan(EnqueueVerdict.DEFAULT_FAIRNESS_KEY, 1, List.of()));
    }
    return new QueuePlan(
        "queue-" + number, chance.skewed(1_000L, 20_000L), hasScript, chance.percent(60), keys);
  }

  /** One or two of them, sometimes the same one twice. */
  private static List<String> some(Chance chance, List<String> throttleKeys) {
    String first = chance.any(throttleKeys);
    return chance.percent(60) ? List.of(first) : List.of(first, chance.any(throttleKeys));
  }

  /** Name of the queue that is created with it. */
  String deadLetters() {
    return name + ".dlq";
  }

  NewQueue toCreate() {
    return new NewQueue(
        name,
        hasScript ? Scripts.BY_HEADERS : "",
        hasFailureScript ? Scripts.FAILURE_BY_HEADERS : "",
        visibilityMillis);
  }
}
