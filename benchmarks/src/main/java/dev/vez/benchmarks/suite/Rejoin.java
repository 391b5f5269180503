package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.benchmarks.ClusterUnderTest;
import dev.vez.client.ClusterStatus;
import dev.vez.client.NewQueue;
import dev.vez.client.ProducerOptions;
import dev.vez.client.VezClient;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Three nodes with a thousand queues: what those cost a node, how soon one serves after a crash,
 * and how soon it is level again when it has missed many messages, while more are accepted.
 */
final class Rejoin implements Workload {

  private static final List<String> LIBRARIES = List.of("ratis", "jraft");
  private static final int GROUPS = 3;
  private static final int QUEUES = 1_000;
  private static final String QUEUE = "missed";
  private static final double LOAD_PER_SECOND = 2_000;

  /** Level is who is this many entries behind what is being written. */
  private static final long LAG_MAX = 500;

  @Override
  public String group() {
    return "rejoin";
  }

  @Override
  public List<String> names() {
    return LIBRARIES.stream()
        .flatMap(
            library ->
                List.of(
                    "cluster_" + library + "_queues_created",
                    "cluster_" + library + "_threads",
                    "cluster_" + library + "_threads_for_1000_queues",
                    "cluster_" + library + "_heap_per_queue",
                    "cluster_" + library + "_restart",
                    "catch_up_" + library + "_messages",
                    "catch_up_" + library + "_time")
                    .stream())
        .toList();
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    for (String library : LIBRARIES) {
      try (ClusterUnderTest cluster = ClusterUnderTest.start(bench.newFolder(), library, GROUPS)) {
        String prefix = "cluster_" + library + "_";
        createQueues(cluster, prefix, figures);
        BrokerUnderTest node = cluster.node(ClusterUnderTest.NODES);
        node.kill();
        figures.add(prefix + "restart", (double) node.start(), "ms");
        cluster.awaitWhole();
        catchUp(cluster, bench.depth(), "catch_up_" + library + "_", figures);
      }
    }
  }

  private static void createQueues(ClusterUnderTest cluster, String prefix, Figures figures)
      throws Exception {
    // What a first call makes is not made by the others.
    Bench.createQueue(cluster.client(1), NewQueue.named(QUEUE));
    cluster.awaitWhole();
    BrokerUnderTest node = cluster.node(2);
    long heap = node.heapBytes();
    long threads = node.threads();
    long start = System.nanoTime();
    Bench.load(QUEUES, i -> cluster.client(1).createQueue(NewQueue.named("queue-" + i)));
    figures.perSecond(prefix + "queues_created", QUEUES * 1e9 / (System.nanoTime() - start));
    cluster.awaitWhole();
    figures.add(prefix + "threads", (double) threads, "");
    figures.add(prefix + "threads_for_1000_queues", (double) (node.threads() - threads), "");
    figures.add(prefix + "heap_per_queue", (node.heapBytes() - heap) / (double) QUEUES, "bytes");
  }

  private static void catchUp(
      ClusterUnderTest cluster, int messages, String prefix, Figures figures) throws Exception {
    int leader = cluster.leaderOf(QUEUE, 1);
    int away = ClusterUnderTest.other(leader);
    VezClient client = cluster.client(leader);
    cluster.node(away).kill();
    AtomicLong accepted = new AtomicLong();
    // Leaderships move when nodes come and go: what meets that must be sent again.
    ProducerOptions options = ProducerOptions.DEFAULT.withIdempotency(true);
    try (Feed _ = Feed.unbounded(client, options, QUEUE, accepted::incrementAndGet)) {
      while (accepted.get() < messages) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
    figures.add(prefix + "messages", (double) accepted.get(), "");
    try (Feed _ = Feed.paced(client, options, QUEUE, LOAD_PER_SECOND)) {
      long start = System.nanoTime();
      cluster.node(away).start();
      ClusterUnderTest.await("node " + away + " to be level", () -> isLevel(cluster, leader, away));
      figures.add(prefix + "time", (System.nanoTime() - start) / 1e9, "s");
    }
  }

  private static boolean isLevel(ClusterUnderTest cluster, int asked, long node) {
    try {
      ClusterStatus status = cluster.status(asked);
      return status.groups().stream()
          .allMatch(
              group ->
                  group.replicas().stream()
                      .anyMatch(
                          replica ->
                              replica.nodeId() == node
                                  && replica.appliedIndex() >= group.committedIndex() - LAG_MAX));
    } catch (CompletionException notNow) {
      return false;
    }
  }
}
