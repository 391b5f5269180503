package dev.vez.simulation.workload;

import dev.vez.ports.api.ConfigEntry;
import dev.vez.ports.api.QueueSummary;
import dev.vez.simulation.audit.Event;
import dev.vez.simulation.cluster.SimulatedCluster;
import dev.vez.simulation.world.Connection;
import dev.vez.simulation.world.SimulatedNode;
import dev.vez.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** All clients of a run: first with manners of every kind, then healthy ones that empty all. */
public final class Workload {

  private static final long LOOK_EVERY_MICROS = 250_000;

  private final World world;
  private final SimulatedCluster cluster;
  private final Scenario scenario;
  private final Gateway gateway;
  private final RateAdministrator rates;
  private final List<ConsumerClient> consumers = new ArrayList<>();
  private final Map<String, ConsumerClient> healthy = new TreeMap<>();
  private String remaining = "the node has told nothing";
  private boolean drained;

  public Workload(World world, SimulatedCluster cluster, Scenario scenario) {
    this.world = world;
    this.cluster = cluster;
    this.scenario = scenario;
    this.gateway = new Gateway(world);
    this.rates = new RateAdministrator(world, cluster, gateway, scenario);
  }

  /** Lets everybody begin. */
  public void start() {
    new Administrator(world, cluster, gateway, scenario).start();
    rates.start();
    for (int i = 0; i < scenario.producers(); i++) {
      new Producer(world, cluster, gateway, scenario).start();
    }
    for (int i = 0; i < scenario.consumers(); i++) {
      ConsumerClient consumer =
          new ConsumerClient(world, cluster, gateway, scenario.manners(), this::anyQueue);
      consumers.add(consumer);
      consumer.start();
    }
  }

  private String anyQueue() {
    QueuePlan queue = world.chance().any(scenario.queues());
    return world.chance().percent(scenario.deadLettersPercent())
        ? queue.deadLetters()
        : queue.name();
  }

  /**
   * Sends everybody away and lets healthy consumers empty all queues.
   *
   * @param isQuiet whether nothing is on its way any more
   */
  public void drain(BooleanSupplier isQuiet) {
    consumers.forEach(ConsumerClient::stop);
    rates.calmDown();
    look(isQuiet);
  }

  /** Whether every queue is empty. */
  public boolean isDrained() {
    return drained;
  }

  /** What is left to do, in words. */
  public String remaining() {
    return remaining;
  }

  private void look(BooleanSupplier isQuiet) {
    SimulatedNode node = cluster.nodeForAll();
    if (node != null) {
      Connection connection = new Connection(world, node);
      gateway.list(connection, queues -> judge(connection, queues, isQuiet));
    } else {
      remaining = "no node leads all groups" + cluster.describe();
    }
    world.afterMicros(
        LOOK_EVERY_MICROS,
        () -> {
          if (!drained) {
            look(isQuiet);
          }
        });
  }

  private void judge(Connection connection, List<QueueSummary> queues, BooleanSupplier isQuiet) {
    for (QueueSummary queue : queues) {
      healthy.computeIfAbsent(queue.name(), this::healthyConsumer);
    }
    List<QueueSummary> filled = queues.stream().filter(queue -> queue.depth() > 0).toList();
    boolean quiet = isQuiet.getAsBoolean() && rates.isCalm();
    boolean inStep = cluster.isInStep();
    remaining =
        "queues with messages: "
            + filled
            + "; all calls answered: "
            + quiet
            + "; all nodes in step: "
            + inStep;
    if (filled.isEmpty() && quiet && inStep && !drained) {
      List<String> names = queues.stream().map(QueueSummary::name).toList();
      gateway.listConfig(connection, entries -> finish(names, entries, isQuiet));
    }
  }

  private void finish(List<String> queues, List<ConfigEntry> config, BooleanSupplier isQuiet) {
    // Somebody may have called meanwhile.
    if (!drained && isQuiet.getAsBoolean() && cluster.isInStep()) {
      drained = true;
      Map<String, String> shown = new TreeMap<>();
      config.forEach(entry -> shown.put(entry.key(), entry.value()));
      world.happened(new Event.ConfigListed(shown));
      world.happened(new Event.Drained(queues));
    }
  }

  private ConsumerClient healthyConsumer(String queue) {
    ConsumerClient consumer =
        new ConsumerClient(world, cluster, gateway, Manners.HEALTHY, () -> queue);
    consumer.start();
    return consumer;
  }
}
