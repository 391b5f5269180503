package dev.vez.simulation.cluster;

import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import dev.vez.engine.EngineOptions;
import dev.vez.engine.cluster.ClusterSetup;
import dev.vez.ports.recovery.InMemoryCheckpoints;
import dev.vez.ports.recovery.InMemoryStateStores;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.Fittings;
import dev.vez.simulation.world.NodeSetup;
import dev.vez.simulation.world.Replication;
import dev.vez.simulation.world.SimulatedNode;
import dev.vez.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node, or several that share their groups. */
public final class SimulatedCluster {

  /** The group with the catalogue. */
  public static final int META_GROUP = 0;

  /** The group that hosts the queues. */
  public static final int DATA_GROUP = 1;

  private final World world;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final @Nullable Interconnect interconnect;

  /**
   * Nodes that are yet to be started.
   *
   * @param count how many, 1 for a node alone
   */
  public SimulatedCluster(
      World world,
      int count,
      ClusterRates rates,
      EngineOptions options,
      HookCompiler hooks,
      Fittings fittings) {
    this.world = world;
    interconnect = count == 1 ? null : new Interconnect(world, count, rates);
    Replication replication = interconnect == null ? Replication.NONE : interconnect;
    InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    for (int id = 1; id <= count; id++) {
      nodes.add(
          new SimulatedNode(
              world,
              new NodeSetup(
                  id,
                  new InMemoryStateStores(checkpoints),
                  options,
                  hooks,
                  count == 1 ? null : setup(id, count),
                  replication,
                  fittings)));
    }
  }

  /** Starts every node. */
  public void start() {
    nodes.forEach(SimulatedNode::start);
    Interconnect links = interconnect;
    if (links != null) {
      links.begin(this);
    }
  }

  /** Lets fate strike one node. To be called between any two events. */
  public void betweenEvents() {
    int chosen = nodes.size() == 1 ? 0 : chance().between(0, nodes.size() - 1);
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).betweenEvents(i == chosen);
    }
    Interconnect links = interconnect;
    if (links != null) {
      links.betweenEvents();
    }
  }

  /** Faults are over: whoever is down starts now. */
  public void heal() {
    Interconnect links = interconnect;
    if (links != null) {
      links.heal();
    }
    nodes.forEach(SimulatedNode::heal);
  }

  /** Counts the stores of all nodes again. */
  public void recount() {
    nodes.forEach(SimulatedNode::recount);
  }

  /** Whether all nodes live and hold the state up to the same entry of every group. */
  public boolean isInStep() {
    SimulatedNode first = nodes.getFirst();
    return nodes.stream()
        .allMatch(
            node ->
                node.isReady()
                    && node.appliedIndex(META_GROUP) == first.appliedIndex(META_GROUP)
                    && node.appliedIndex(DATA_GROUP) == first.appliedIndex(DATA_GROUP));
  }

  /**
   * A node that a client would call: mostly the one that says that it leads a group, sometimes any
   * that takes calls; none where there is none.
   */
  public @Nullable SimulatedNode nodeFor(int group) {
    List<SimulatedNode> leaders = nodes.stream().filter(node -> node.serves(group)).toList();
    if (!leaders.isEmpty() && (nodes.size() == 1 || chance().percent(90))) {
      return leaders.size() == 1 ? leaders.getFirst() : chance().any(leaders);
    }
    List<SimulatedNode> ready = nodes.stream().filter(SimulatedNode::isReady).toList();
    return ready.isEmpty() ? null : ready.size() == 1 ? ready.getFirst() : chance().any(ready);
  }

  /** The node that says that it leads both groups, none where there is none. */
  public @Nullable SimulatedNode nodeForAll() {
    return nodes.stream()
        .filter(node -> node.serves(META_GROUP) && node.serves(DATA_GROUP))
        .findFirst()
        .orElse(null);
  }

  /** How each node sees the groups. */
  public String describe() {
    Interconnect links = interconnect;
    return links == null ? "" : links.describe();
  }

  List<SimulatedNode> nodes() {
    return nodes;
  }

  private Chance chance() {
    return world.chance();
  }

  private static ClusterSetup setup(int id, int count) {
    return new ClusterSetup(
        "simulated",
        new MemberRecord(id, "folder-" + id, address(id), "node-" + id + ":5555", MemberRole.VOTER),
        1,
        count,
        id == 1);
  }

  static String address(int id) {
    return "node-" + id + ":5556";
  }
}
