package dev.vez.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vez.app.harness.Ports;
import dev.vez.client.BrokerAddress;
import dev.vez.client.ClusterStatus;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.ReceivedMessage;
import dev.vez.client.VezClient;
import dev.vez.client.VezException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three processes that form a cluster from nothing, and go on when one of them is killed. */
@Tag("cluster")
@Timeout(300)
final class ClusterProcessIT {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  @TempDir private Path folder;

  private final Map<Integer, ServerProcess> nodes = new LinkedHashMap<>();
  private final Map<Integer, Integer> clientPorts = new LinkedHashMap<>();
  private final Map<Integer, Integer> consensusPorts = new LinkedHashMap<>();

  @AfterEach
  void stop() {
    for (ServerProcess node : nodes.values()) {
      node.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ratis", "jraft"})
  void shouldFormAClusterAndGoOnWhenALeaderIsKilled(String consensus)
      throws IOException, InterruptedException {
    for (int node = 1; node <= 3; node++) {
      clientPorts.put(node, Ports.free());
      consensusPorts.put(node, Ports.free());
    }
    for (int node = 1; node <= 3; node++) {
      start(node, consensus);
      node(node).awaitPort();
    }
    ClusterStatus whole = awaitStatus(1, ClusterProcessIT::isWhole);
    assertThat(whole.nodes()).allMatch(ClusterStatus.Node::isReachable);

    try (VezClient first = client(1);
        VezClient second = client(2);
        VezClient third = client(3)) {
      join(second.createQueue(NewQueue.named("orders")));
      Set<String> sent = new HashSet<>();
      for (VezClient each : List.of(first, second, third)) {
        sent.add(join(each.enqueue("orders", Map.of(), ByteString.copyFromUtf8("m"))));
      }
      assertThat(join(third.queueStats("orders")).depth()).isEqualTo(3);

      int leader = Math.toIntExact(join(first.queueStats("orders")).leaderNodeId());
      node(leader).kill();
      node(leader).awaitExit();
      int other = leader % 3 + 1;
      try (VezClient survivor = client(other)) {
        sent.add(enqueueUntilAccepted(survivor));
        Set<String> received = drain(survivor, sent.size());
        assertThat(received).containsAll(sent);
      }
    }

    int killed =
        nodes.entrySet().stream()
            .filter(each -> !each.getValue().isAlive())
            .findFirst()
            .orElseThrow()
            .getKey();
    start(killed, consensus);
    node(killed).awaitPort();
    ClusterStatus again = awaitStatus(killed, ClusterProcessIT::isWhole);
    assertThat(again.clusterId()).isEqualTo(whole.clusterId());
    try (VezClient client = client(killed)) {
      join(client.enqueue("orders", Map.of(), ByteString.copyFromUtf8("after")));
    }

    for (int node = 1; node <= 3; node++) {
      node(node).terminate();
    }
    for (int node = 1; node <= 3; node++) {
      node(node).awaitExit();
    }
    for (int node = 1; node <= 3; node++) {
      start(node, consensus);
    }
    for (int node = 1; node <= 3; node++) {
      node(node).awaitPort();
    }
    // Until then leaderships move, and a call may meet a group without a leader.
    awaitStatus(1, ClusterProcessIT::isWhole);
    try (VezClient client = client(1)) {
      assertThat(join(client.queueStats("orders")).depth()).isPositive();
    }
  }

  private static boolean isWhole(ClusterStatus status) {
    return status.nodes().size() == 3
        && status.groups().stream()
            .allMatch(group -> group.voters().size() == 3 && group.leaderNodeId() != 0)
        && status.groups().stream()
                .filter(group -> group.number() != 0)
                .map(ClusterStatus.Group::leaderNodeId)
                .distinct()
                .count()
            == 3;
  }

  private void start(int node, String consensus) throws IOException {
    Path data = Files.createDirectories(folder.resolve("node-" + node));
    List<String> settings = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("cluster.enabled", "true");
    values.put("cluster.node_id", String.valueOf(node));
    values.put("cluster.secret", "the-secret-of-this-test");
    values.put("cluster.consensus", consensus);
    values.put("cluster.bind_addr", "127.0.0.1:" + port(consensusPorts, node));
    if (node > 1) {
      values.put("cluster.peers", "127.0.0.1:" + port(clientPorts, 1));
    }
    values.forEach((key, value) -> settings.addAll(List.of("--set", key + "=" + value)));
    nodes.put(
        node,
        ServerProcess.startOn(data, port(clientPorts, node), settings.toArray(String[]::new)));
  }

  private ServerProcess node(int node) {
    return Objects.requireNonNull(nodes.get(node));
  }

  private static int port(Map<Integer, Integer> ports, int node) {
    return Objects.requireNonNull(ports.get(node));
  }

  private VezClient client(int node) {
    return VezClient.of(new BrokerAddress("127.0.0.1", port(clientPorts, node)));
  }

  private ClusterStatus awaitStatus(int node, Predicate<ClusterStatus> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    try (VezClient client = client(node)) {
      while (true) {
        ClusterStatus status = join(client.clusterStatus());
        if (wanted.test(status)) {
          return status;
        }
        if (System.nanoTime() - end > 0) {
          throw new AssertionError("Expected another cluster than " + status);
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  /**
   * Repeats only what was certainly not carried out, and what may have been: both are safe here.
   */
  private static String enqueueUntilAccepted(VezClient client) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        return join(client.enqueue("orders", Map.of(), ByteString.copyFromUtf8("after the kill")));
      } catch (CompletionException failure) {
        if (!(failure.getCause() instanceof VezException) || System.nanoTime() - end > 0) {
          throw failure;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private static Set<String> drain(VezClient client, int count) throws InterruptedException {
    LinkedBlockingQueue<ReceivedMessage> received = new LinkedBlockingQueue<>();
    Set<String> ids = new HashSet<>();
    try (Consumer _ =
        client.consume(
            "orders",
            16,
            message -> {
              received.add(message);
              return CompletableFuture.completedFuture(null);
            })) {
      while (ids.size() < count) {
        ReceivedMessage next = received.poll(60, TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("Expected " + count + " messages, but got " + ids);
        }
        ids.add(next.id());
      }
    }
    return ids;
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
