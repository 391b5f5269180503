package dev.vez.simulation.workload;

import dev.vez.ports.api.Redrive;
import dev.vez.simulation.audit.Answer;
import dev.vez.simulation.cluster.SimulatedCluster;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.Connection;
import dev.vez.simulation.world.SimulatedNode;
import dev.vez.simulation.world.World;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Creates all queues, and then, in some runs, deletes and creates them again, moves dead letters
 * back, and limits attempts.
 */
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
    redriveLater();
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

  private void redriveLater() {
    if (scenario.redriveEveryMillis() > 0) {
      world.afterMicros(
          chance().between(1, TimeUnit.MILLISECONDS.toMicros(scenario.redriveEveryMillis())),
          () -> {
            if (!world.faults().areOver()) {
              if (chance().percent(15)) {
                limitAttempts(chance().any(scenario.queues()));
              } else {
                redrive(chance().any(scenario.queues()));
              }
              redriveLater();
            }
          });
    }
  }

  /** All or some, of all keys or one, at once or at a rate. */
  private void redrive(QueuePlan queue) {
    SimulatedNode node = cluster.nodeFor(SimulatedCluster.DATA_GROUP);
    if (node != null) {
      gateway.redrive(
          new Connection(world, node),
          new Redrive(
              queue.deadLetters(),
              chance().percent(50) ? 0 : chance().skewed(1L, 20L),
              chance().percent(75) ? null : chance().any(queue.keys()).key(),
              chance().percent(75) ? 0 : chance().skewed(2L, 100L),
              chance().percent(5)));
    }
  }

  private void limitAttempts(QueuePlan queue) {
    SimulatedNode node = cluster.nodeFor(SimulatedCluster.META_GROUP);
    if (node != null) {
      gateway.setConfig(
          new Connection(world, node),
          "queue." + queue.name() + ".max_attempts",
          chance().percent(20) ? "" : Integer.toString(chance().skewed(0, 4)),
          _ -> {});
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
