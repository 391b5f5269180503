package dev.vez.simulation.consensus;

import dev.vez.ports.replication.ConsensusGroupContract;
import dev.vez.ports.replication.ConsensusGroups;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** The simulated library as the only member of a group. */
class SimulatedConsensusGroupTest extends ConsensusGroupContract {

  private static final ConsensusRates RATES = new ConsensusRates(5_000, 0, 0, 0, 0, 100_000, 0);

  private final ConsensusWorld world = new ConsensusWorld(1, RATES, Path.of("unused"));

  @Override
  protected ConsensusGroups groups() {
    return world.node(1);
  }

  @Override
  protected void await(BooleanSupplier condition) {
    world.await(condition);
  }
}
