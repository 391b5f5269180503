package dev.vez.app.demo;

import dev.vez.client.ClientOptions;
import dev.vez.client.ClusterStatus;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Runs the demonstration of a cluster: three nodes, load through each of them, and then the one
 * that leads is killed. Producers and consumers are ordinary clients, over gRPC.
 */
public final class ClusterDemo {

  private static final String QUEUE = "demo";

  /** Short, so that what a dead connection had taken along comes back while one watches. */
  private static final Duration VISIBILITY = Duration.ofSeconds(2);

  private static final Duration FORM_LIMIT = Duration.ofSeconds(60);
  private static final Duration GAP_LIMIT = Duration.ofSeconds(30);
  private static final Duration DELIVER_LIMIT = Duration.ofSeconds(15);
  private static final Duration LOAD = Duration.ofSeconds(4);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final ClientOptions OPTIONS =
      new ClientOptions(Duration.ofSeconds(5), Duration.ofSeconds(10), 4 * 1024 * 1024);

  private final Path folder;
  private final String consensus;
  private final PrintWriter out;
  private final long start = System.nanoTime();

  /**
   * @param folder empty, for the data and logs of the nodes
   * @param consensus value of {@code cluster.consensus}
   */
  public ClusterDemo(Path folder, String consensus, PrintWriter out) {
    this.folder = folder;
    this.consensus = consensus;
    this.out = out;
  }

  /**
   * Runs it from start to end. Gives whether nothing was lost.
   *
   * @throws IllegalStateException if the cluster does not come about, or does not go on
   */
  public boolean run() throws InterruptedException {
    out.println(
        "Three nodes on this machine replicate a queue, by "
            + consensus
            + ". Six producers and three consumers work through all of them; then the node that"
            + " leads is killed.");
    out.println();
    out.flush();
    List<VezClient> clients = new ArrayList<>();
    try (DemoCluster cluster = new DemoCluster(folder, consensus)) {
      cluster.start();
      for (int node = 1; node <= DemoCluster.NODES; node++) {
        clients.add(VezClient.of(cluster.address(node), OPTIONS));
      }
      awaitWhole(cluster, clients);
      return load(cluster, clients);
    } finally {
      clients.forEach(VezClient::close);
    }
  }

  private void awaitWhole(DemoCluster cluster, List<VezClient> clients)
      throws InterruptedException {
    for (VezClient client : clients) {
      await(
          "the cluster to form",
          FORM_LIMIT,
          () -> {
            cluster.checkAlive();
            return isWhole(client);
          });
    }
    String created =
        clients
            .getFirst()
            .createQueue(NewQueue.named(QUEUE).withVisibilityTimeout(VISIBILITY))
            .toCompletableFuture()
            .join();
    say(
        "nodes 1, 2 and 3 serve; node %d leads queue \"%s\""
            .formatted(leader(clients.getFirst()), created));
  }

  private boolean load(DemoCluster cluster, List<VezClient> clients) throws InterruptedException {
    try (ClusterLoad load = new ClusterLoad(QUEUE, clients)) {
      load.start();
      TimeUnit.NANOSECONDS.sleep(LOAD.toNanos());
      int leader = Math.toIntExact(leader(clients.getFirst()));
      say(
          "%,d accepted so far; kill -9 of node %d, which leads"
              .formatted(load.counts().accepted(), leader));
      load.killed(clients.get(leader - 1));
      cluster.kill(leader);
      long gapMillis = TimeUnit.NANOSECONDS.toMillis(gap(load));
      VezClient survivor = clients.get(leader % DemoCluster.NODES);
      say("accepted again, %,d ms after the kill".formatted(gapMillis));
      TimeUnit.NANOSECONDS.sleep(LOAD.toNanos());
      load.stopSending();
      say(
          "node %d leads; no more is sent, and what was accepted is waited for"
              .formatted(leader(survivor)));
      boolean all = isSoon(DELIVER_LIMIT, load::isAllDelivered);
      say(all ? "all of it was delivered" : "not all of it was delivered");
      print(load.counts(), gapMillis);
      return load.counts().lost() == 0;
    }
  }

  private static long gap(ClusterLoad load) throws InterruptedException {
    try {
      return load.gap().get(GAP_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no enqueue was accepted within " + GAP_LIMIT, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void print(ClusterLoad.Counts counts, long gapMillis) {
    out.println();
    out.println(line("accepted", counts.accepted(), ""));
    out.println(line("refused", counts.refused(), "certainly not carried out, while nobody led"));
    out.println(
        line(
            "unknown",
            counts.unknown(),
            "on their way when the leader died; %,d of them had been carried out"
                .formatted(counts.unknownDelivered())));
    out.println(line("delivered", counts.delivered(), ""));
    out.println(line("duplicated", counts.duplicated(), "delivered again after their lease"));
    out.println(line("lost", counts.lost(), ""));
    out.println(line("gap in ms", gapMillis, "from the kill to the next accepted enqueue"));
    out.flush();
  }

  private static String line(String what, long count, String note) {
    return String.format(Locale.ROOT, "%-12s%,8d   %s", what, count, note).stripTrailing();
  }

  private static boolean isWhole(VezClient client) {
    try {
      ClusterStatus status = client.clusterStatus().toCompletableFuture().join();
      return status.nodes().size() == DemoCluster.NODES
          && status.groups().stream()
              .allMatch(
                  group -> group.voters().size() == DemoCluster.NODES && group.leaderNodeId() != 0);
    } catch (CompletionException notYet) {
      return false;
    }
  }

  private static long leader(VezClient client) {
    return client.queueStats(QUEUE).toCompletableFuture().join().leaderNodeId();
  }

  private void say(String text) {
    double seconds = (System.nanoTime() - start) / 1e9;
    out.println(String.format(Locale.ROOT, "%6.1f s  ", seconds) + text);
    out.flush();
  }

  private static void await(String what, Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    if (!isSoon(limit, condition)) {
      throw new IllegalStateException("waited " + limit.toSeconds() + " s for " + what);
    }
  }

  private static boolean isSoon(Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(POLL_NANOS);
    }
    return true;
  }
}
