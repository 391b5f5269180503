package dev.vez.benchmarks;

import dev.vez.client.BrokerAddress;
import dev.vez.client.ClusterStatus;
import dev.vez.client.VezClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Three brokers that replicate each other's queues, each in a process of its own. */
public final class ClusterUnderTest implements AutoCloseable {

  public static final int NODES = 3;

  private static final String SECRET = "known-to-these-three-only";

  /** As a small server would be run; three of them and the clients share the machine. */
  private static final List<String> JVM_OPTIONS = List.of("-Xmx512m");

  private static final long WHOLE_SECONDS_MAX = 120;

  /** How far a node that has caught up may be behind what is being written, in log entries. */
  private static final long LAG_MAX = 500;

  private final List<BrokerUnderTest> nodes = new ArrayList<>();
  private final List<VezClient> clients = new ArrayList<>();

  private ClusterUnderTest() {}

  /**
   * Starts a cluster and waits until all of it serves.
   *
   * @param consensus value of {@code cluster.consensus}
   * @param groups data groups
   */
  public static ClusterUnderTest start(Path folder, String consensus, int groups)
      throws IOException, InterruptedException {
    ClusterUnderTest cluster = new ClusterUnderTest();
    try {
      int first = BrokerUnderTest.freePort();
      for (int node = 1; node <= NODES; node++) {
        int port = node == 1 ? first : BrokerUnderTest.freePort();
        BrokerUnderTest broker =
            new BrokerUnderTest(
                Files.createDirectory(folder.resolve("node-" + node)),
                JVM_OPTIONS,
                port,
                """
                [cluster]
                enabled = true
                node_id = %d
                bind_addr = "127.0.0.1:%d"
                secret = "%s"
                consensus = "%s"
                groups = %d
                peers = [%s]
                """
                    .formatted(
                        node,
                        BrokerUnderTest.freePort(),
                        SECRET,
                        consensus,
                        groups,
                        node == 1 ? "" : "\"127.0.0.1:" + first + "\""));
        cluster.nodes.add(broker);
        broker.start();
        cluster.clients.add(VezClient.of(new BrokerAddress("127.0.0.1", port)));
      }
      cluster.awaitWhole();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * A node.
   *
   * @param node its number, 1 to 3
   */
  public BrokerUnderTest node(int node) {
    return nodes.get(node - 1);
  }

  /**
   * A client of a node, the same each time.
   *
   * @param node its number, 1 to 3
   */
  public VezClient client(int node) {
    return clients.get(node - 1);
  }

  /** A node other than the given one. */
  public static int other(int node) {
    return node % NODES + 1;
  }

  /** What a node that lives says of the cluster. */
  public ClusterStatus status(int node) {
    return client(node).clusterStatus().toCompletableFuture().join();
  }

  /** The node that leads a queue, as a node that lives says. */
  public int leaderOf(String queue, int asked) {
    return Math.toIntExact(
        client(asked).queueStats(queue).toCompletableFuture().join().leaderNodeId());
  }

  /** How many leaders the groups have had since the cluster was formed, all together. */
  public long terms() {
    return status(1).groups().stream().mapToLong(ClusterStatus.Group::term).sum();
  }

  /** Waits until every node serves and has caught up, and the leaders are spread. */
  public void awaitWhole() throws InterruptedException {
    await("the cluster to be whole", this::isWhole);
  }

  /** Waits for something, looking again and again. */
  public static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WHOLE_SECONDS_MAX);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("Waited " + WHOLE_SECONDS_MAX + " s for " + what);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private boolean isWhole() {
    for (int node = 1; node <= NODES; node++) {
      try {
        ClusterStatus status = status(node);
        if (status.nodes().size() != NODES
            || !status.nodes().stream().allMatch(ClusterStatus.Node::isReachable)
            || !status.groups().stream().allMatch(ClusterUnderTest::isWhole)
            || !isSpread(status)) {
          return false;
        }
      } catch (CompletionException notYet) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhole(ClusterStatus.Group group) {
    return group.leaderNodeId() != 0
        && group.voters().size() == NODES
        && group.replicas().size() == NODES
        && group.replicas().stream()
            .allMatch(replica -> replica.appliedIndex() >= group.committedIndex() - LAG_MAX);
  }

  /** Whether no data group will be moved for the sake of balance. */
  private static boolean isSpread(ClusterStatus status) {
    long[] led = new long[NODES];
    status.groups().stream()
        .filter(group -> group.number() != 0)
        .forEach(group -> led[Math.toIntExact(group.leaderNodeId()) - 1]++);
    for (long more : led) {
      for (long less : led) {
        if (more - less > 1) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    clients.forEach(VezClient::close);
    for (BrokerUnderTest node : nodes) {
      node.abandon();
    }
  }
}
