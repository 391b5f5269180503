package dev.vez.simulation.workload;

import dev.vez.simulation.audit.Answer;
import dev.vez.simulation.audit.RateLimit;
import dev.vez.simulation.cluster.SimulatedCluster;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.Connection;
import dev.vez.simulation.world.SimulatedNode;
import dev.vez.simulation.world.World;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sets, changes and removes rates while messages flow. */
final class RateAdministrator {

  private static final long RETRY_MICROS_MAX = 1_000_000;
  private static final String PREFIX = "throttle.";
  private static final long TOKEN = 1_000_000;

  /** With this everything drains in time. */
  private static final RateLimit GENEROUS = new RateLimit(200 * TOKEN, 20 * TOKEN);

  private final World world;
  private final SimulatedCluster cluster;
  private final Gateway gateway;
  private final Scenario scenario;

  /** Keys that are as they shall be in the end. */
  private final Set<String> calm = new HashSet<>();

  RateAdministrator(World world, SimulatedCluster cluster, Gateway gateway, Scenario scenario) {
    this.world = world;
    this.cluster = cluster;
    this.gateway = gateway;
    this.scenario = scenario;
  }

  /** Begins with some rates, and goes on for as long as there are faults. */
  void start() {
    for (String key : scenario.throttleKeys()) {
      if (chance().percent(80)) {
        world.afterMicros(chance().skewed(0, RETRY_MICROS_MAX), () -> change(key));
      }
    }
    changeLater();
  }

  /** Lets everything flow, soon: some keys with a rate, others without one. */
  void calmDown() {
    scenario.throttleKeys().forEach(key -> calmDown(key, chance().percent(60)));
  }

  boolean isCalm() {
    return calm.size() == scenario.throttleKeys().size();
  }

  private void calmDown(String key, boolean hasRate) {
    if (calm.contains(key)) {
      return;
    }
    set(
        key,
        hasRate ? GENEROUS.value() : "",
        answer -> {
          if (answer == Answer.ACCEPTED) {
            calm.add(key);
          }
        });
    world.afterMicros(chance().between(1, RETRY_MICROS_MAX), () -> calmDown(key, hasRate));
  }

  private void changeLater() {
    if (scenario.rateChangeEveryMillis() > 0 && !scenario.throttleKeys().isEmpty()) {
      world.afterMicros(
          chance().between(1, TimeUnit.MILLISECONDS.toMicros(scenario.rateChangeEveryMillis())),
          () -> {
            if (!world.faults().areOver()) {
              change(chance().any(scenario.throttleKeys()));
              changeLater();
            }
          });
    }
  }

  private void change(String key) {
    set(key, draw(), _ -> {});
  }

  /** Mostly a rate that is met; sometimes one that lets nothing through, or none at all. */
  private String draw() {
    if (chance().percent(15)) {
      return "";
    }
    long rate = chance().skewed(TOKEN / 5, 20 * TOKEN);
    long burst =
        chance().percent(10)
            ? chance().between(0, TOKEN - 1)
            : chance().skewed(scenario.dataGroups() * TOKEN, 20 * TOKEN);
    return new RateLimit(chance().percent(5) ? 0 : rate, burst).value();
  }

  private void set(String key, String value, Consumer<Answer> onAnswer) {
    SimulatedNode node = cluster.nodeFor(SimulatedCluster.META_GROUP);
    if (node != null) {
      gateway.setConfig(new Connection(world, node), PREFIX + key, value, onAnswer);
    }
  }

  private Chance chance() {
    return world.chance();
  }
}
