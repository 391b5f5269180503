package dev.vez.simulation.consensus;

import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.replication.ReplicatedGroupContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** The simulated library as a cluster. */
class SimulatedReplicatedGroupTest extends ReplicatedGroupContract {

  private static final int SNAPSHOT_ENTRIES = 400;

  private static final ConsensusRates RATES =
      new ConsensusRates(5_000, 0, 0, 0, 0, SNAPSHOT_ENTRIES, 0);

  private final Map<Long, ConsensusGroups> nodes = new HashMap<>();

  @TempDir private Path folder;

  private @Nullable ConsensusWorld world;

  @Override
  protected ConsensusGroups open(long nodeId) {
    return nodes.computeIfAbsent(nodeId, id -> world().node(id));
  }

  @Override
  protected String address(long nodeId) {
    return "127.0.0.1:" + nodeId;
  }

  @Override
  protected void await(BooleanSupplier condition) {
    world().await(condition);
  }

  @Override
  protected int entryBytesMax() {
    return RaftMember.ENTRY_BYTES_MAX;
  }

  @Override
  protected int snapshotThreshold() {
    return SNAPSHOT_ENTRIES;
  }

  private ConsensusWorld world() {
    ConsensusWorld current = world;
    if (current == null) {
      current = new ConsensusWorld(1, RATES, folder);
      world = current;
    }
    return current;
  }
}
