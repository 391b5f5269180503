package dev.vez.adapters.jraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.GroupMember.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Nodes of a cluster in one process: each has a folder and an address, which outlive its runs. */
final class TestNodes {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final AtomicInteger CLUSTERS = new AtomicInteger();

  private final Path folder;
  private final String clusterId = "test-" + CLUSTERS.incrementAndGet();
  private final Map<Long, String> addresses = new ConcurrentHashMap<>();

  TestNodes(Path folder) {
    this.folder = folder;
  }

  /** Settings of a node with fast elections. */
  JraftSettings settings(long nodeId) {
    return JraftSettings.of(clusterId, nodeId, address(nodeId), folder(nodeId))
        .withElectionTimeout(Duration.ofMillis(800))
        .withTimeouts(Duration.ofSeconds(4), Duration.ofSeconds(20));
  }

  Path folder(long nodeId) {
    return folder.resolve("node-" + nodeId);
  }

  String address(long nodeId) {
    return addresses.computeIfAbsent(nodeId, id -> "127.0.0.1:" + freePort());
  }

  GroupMember voter(long nodeId) {
    return new GroupMember(nodeId, address(nodeId), Role.VOTER);
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("the condition never held").isNegative();
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
