package dev.vez.simulation.consensus;

import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.scheduling.VirtualScheduler;
import dev.vez.simulation.audit.Event;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.FaultRates;
import dev.vez.simulation.world.Faults;
import dev.vez.simulation.world.World;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A network of members in virtual time in which nothing fails but what a test lets fail. */
final class ConsensusWorld {

  private final VirtualScheduler scheduler;
  private final RaftNetwork network;

  /**
   * A network without nodes.
   *
   * @param snapshots folder for snapshots
   */
  ConsensusWorld(long seed, ConsensusRates rates, Path snapshots) {
    Chance chance = new Chance(seed);
    scheduler = new VirtualScheduler(chance);
    Faults faults = new Faults(FaultRates.draw(chance), chance);
    faults.end();
    World world = new World(chance, scheduler, faults, ConsensusWorld::happened);
    network = new RaftNetwork(world, rates, snapshots);
  }

  private static void happened(Event event) {
    // The contract itself looks at what becomes of a stale term.
    if (!(event instanceof Event.StaleAppended)) {
      throw new AssertionError("Expected nothing to be told, but got " + event);
    }
  }

  ConsensusGroups node(long nodeId) {
    return network.node(nodeId, _ -> true);
  }

  void await(BooleanSupplier condition) {
    scheduler.runUntil(condition);
  }
}
