package dev.vez.simulation.workload;

import dev.vez.simulation.audit.Answer;
import dev.vez.simulation.cluster.SimulatedCluster;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.Connection;
import dev.vez.simulation.world.SimulatedNode;
import dev.vez.simulation.world.World;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Creates all queues, and then, in some runs, deletes and creates them again. */
final class Administrator {

  private static final long RETRY_MICROS_MAX = 1_000_000;

  private final World world;
  private final SimulatedCluster cluster;
  private final Gateway gateway;
  private final Scenario scenario;
  private final Set<String> created = new HashSet<>();

  Administrator(World world, SimulatedCluster cluster, Gateway gateway, Scenario scenario) {
    this.world = world;
    this.cluster = cluster;
    this.gateway = gateway;
    this.scenario = scenario;
  }

  /** Begins with every queue, and goes on for as long as there are faults. */
  void start() {
    scenario.queues().forEach(this::create);
    churnLater();
  }

  /** Tries until there is such a queue. */
  private void create(QueuePlan queue) {
    if (created.contains(queue.name()) || world.faults().areOver()) {
      return;
    }
    SimulatedNode node = cluster.nodeFor(SimulatedCluster.META_GROUP);
    if (node != null) {
      gateway.create(
          new Connection(world, node),
          queue,
          answer -> {
            if (answer == Answer.ACCEPTED || answer == Answer.QUEUE_EXISTS) {
              created.add(queue.name());
            }
          });
    }
    world.afterMicros(chance().between(1, RETRY_MICROS_MAX), () -> create(queue));
  }

  private void churnLater() {
    if (scenario.churnEveryMillis() > 0) {
      world.afterMicros(
          chance().between(1, TimeUnit.MILLISECONDS.toMicros(scenario.churnEveryMillis())),
          () -> {
            if (!world.faults().areOver()) {
              churn(chance().any(scenario.queues()));
              churnLater();
            }
          });
    }
  }

  private void churn(QueuePlan queue) {
    SimulatedNode node = cluster.nodeFor(SimulatedCluster.META_GROUP);
    if (node == null) {
      return;
    }
    Connection connection = new Connection(world, node);
    switch (chance().between(0, 3)) {
      case 0 -> gateway.delete(connection, queue.name());
      case 1 -> gateway.list(connection, _ -> {});
      default -> gateway.create(connection, queue, _ -> {});
    }
  }

  private Chance chance() {
    return world.chance();
  }
}
