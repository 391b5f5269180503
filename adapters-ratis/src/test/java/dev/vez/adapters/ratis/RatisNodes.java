package dev.vez.adapters.ratis;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Nodes of one cluster in this process, each with a folder and a port of its own. */
final class RatisNodes {

  static final int ENTRY_BYTES_MAX = 16 << 20;
  static final int SNAPSHOT_THRESHOLD = 300;

  private static final String HOST = "127.0.0.1";
  private static final long AWAIT_SECONDS = 60;

  private final Path folder;
  private final Map<Long, Integer> ports = new ConcurrentHashMap<>();

  RatisNodes(Path folder) {
    this.folder = folder;
  }

  RatisConsensusGroups open(long nodeId) {
    return new RatisConsensusGroups(settings(nodeId));
  }

  RatisSettings settings(long nodeId) {
    return new RatisSettings(
        "cluster-of-a-test",
        nodeId,
        HOST,
        port(nodeId),
        folder.resolve("node-" + nodeId),
        new RatisSettings.Timing(300, 5_000, 20_000, 3_000),
        new RatisSettings.Limits(ENTRY_BYTES_MAX, SNAPSHOT_THRESHOLD, 0, 1 << 20));
  }

  Path folder(long nodeId) {
    return settings(nodeId).folder();
  }

  String address(long nodeId) {
    return HOST + ":" + port(nodeId);
  }

  /** Looks again and again, for as long as even a slow machine needs. */
  static void await(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(AWAIT_SECONDS)) {
        fail("Expected a condition to hold within " + AWAIT_SECONDS + " s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private int port(long nodeId) {
    return ports.computeIfAbsent(nodeId, _ -> freePort());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
