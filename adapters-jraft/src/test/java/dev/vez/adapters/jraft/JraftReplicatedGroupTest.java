package dev.vez.adapters.jraft;

import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.replication.ReplicatedGroupContract;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** JRaft as members of one group, over real sockets and disks. */
@Tag("cluster")
class JraftReplicatedGroupTest extends ReplicatedGroupContract {

  private static final int ENTRY_BYTES_MAX = 1 << 20;
  private static final int SNAPSHOT_ENTRIES = 1000;

  @TempDir private Path folder;
  private @Nullable TestNodes nodes;

  @Override
  protected ConsensusGroups open(long nodeId) {
    return new JraftConsensusGroups(
        nodes()
            .settings(nodeId)
            .withSnapshotEntries(SNAPSHOT_ENTRIES)
            .withEntryBytesMax(ENTRY_BYTES_MAX));
  }

  @Override
  protected String address(long nodeId) {
    return nodes().address(nodeId);
  }

  @Override
  protected void await(BooleanSupplier condition) {
    TestNodes.await(condition);
  }

  @Override
  protected int entryBytesMax() {
    return ENTRY_BYTES_MAX;
  }

  @Override
  protected int snapshotThreshold() {
    return SNAPSHOT_ENTRIES;
  }

  private TestNodes nodes() {
    TestNodes current = nodes;
    if (current == null) {
      current = new TestNodes(folder);
      nodes = current;
    }
    return current;
  }
}
