package dev.vez.adapters.ratis;

import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.replication.ReplicatedGroupContract;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Members that replicate by Ratis keep the contract, on real disks and sockets. */
@Tag("cluster")
@Execution(ExecutionMode.CONCURRENT)
class RatisReplicatedGroupTest extends ReplicatedGroupContract {

  @TempDir private Path folder;
  private RatisNodes nodes = new RatisNodes(Path.of("unset"));

  @BeforeEach
  @Override
  protected void startCluster() {
    nodes = new RatisNodes(folder);
    super.startCluster();
  }

  @Override
  protected ConsensusGroups open(long nodeId) {
    return nodes.open(nodeId);
  }

  @Override
  protected String address(long nodeId) {
    return nodes.address(nodeId);
  }

  @Override
  protected void await(BooleanSupplier condition) {
    RatisNodes.await(condition);
  }

  @Override
  protected void runAll(List<Runnable> tasks) {
    // To close a log takes Ratis a second.
    CompletableFuture.allOf(
            tasks.stream()
                .map(task -> CompletableFuture.runAsync(task, Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  @Override
  protected int entryBytesMax() {
    return RatisNodes.ENTRY_BYTES_MAX;
  }

  @Override
  protected int snapshotThreshold() {
    return RatisNodes.SNAPSHOT_THRESHOLD;
  }
}
