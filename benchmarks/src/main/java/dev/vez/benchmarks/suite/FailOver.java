package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.ClusterUnderTest;
import dev.vez.benchmarks.Percentiles;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Three nodes under load: for how long nothing is accepted after the leader was killed, and while
 * its leadership is handed on. Producers go through the nodes that stay.
 */
final class FailOver implements Workload {

  private static final List<String> LIBRARIES = List.of("ratis", "jraft");
  private static final String QUEUE = "failover";

  /** Enough for the nodes to be compiled. */
  private static final long WARM_UP_MILLIS = 10_000;

  private static final long LOAD_MILLIS = 2_000;

  @Override
  public String group() {
    return "failover";
  }

  @Override
  public List<String> names() {
    return LIBRARIES.stream()
        .flatMap(
            library ->
                List.of(
                    "transfer_" + library + "_gap_p50",
                    "transfer_" + library + "_gap_max",
                    "failover_" + library + "_gap_p50",
                    "failover_" + library + "_gap_p99",
                    "failover_" + library + "_needless_elections")
                    .stream())
        .toList();
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    for (String library : LIBRARIES) {
      try (ClusterUnderTest cluster = ClusterUnderTest.start(bench.newFolder(), library, 1)) {
        Bench.createQueue(cluster.client(1), NewQueue.named(QUEUE));
        transfers(cluster, library, bench.rounds(), figures);
        kills(cluster, library, bench.rounds(), figures);
      }
    }
  }

  private static void transfers(
      ClusterUnderTest cluster, String library, int rounds, Figures figures) throws Exception {
    List<Long> gaps = new ArrayList<>();
    List<VezClient> all = List.of(cluster.client(1), cluster.client(2), cluster.client(3));
    try (SteadyLoad load = new SteadyLoad(QUEUE, all)) {
      TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
      for (int round = 0; round < rounds; round++) {
        int target = ClusterUnderTest.other(cluster.leaderOf(QUEUE, 1));
        load.forgetPauses();
        cluster.client(1).transferLeadership(1, target).toCompletableFuture().join();
        TimeUnit.MILLISECONDS.sleep(LOAD_MILLIS / 2);
        gaps.add(load.longestPause());
      }
    }
    Percentiles nanos = Percentiles.of(Bench.array(gaps));
    figures.millis("transfer_" + library + "_gap_p50", nanos, 0.5);
    figures.millis("transfer_" + library + "_gap_max", nanos, 1);
  }

  private static void kills(ClusterUnderTest cluster, String library, int rounds, Figures figures)
      throws Exception {
    List<Long> gaps = new ArrayList<>();
    long needless = 0;
    for (int round = 0; round < rounds; round++) {
      cluster.awaitWhole();
      int leader = cluster.leaderOf(QUEUE, 1);
      int next = ClusterUnderTest.other(leader);
      List<VezClient> staying =
          List.of(cluster.client(next), cluster.client(ClusterUnderTest.other(next)));
      try (SteadyLoad load = new SteadyLoad(QUEUE, staying)) {
        long terms = cluster.terms();
        TimeUnit.MILLISECONDS.sleep(LOAD_MILLIS);
        needless += cluster.terms() - terms;
        int killed = cluster.leaderOf(QUEUE, next);
        long start = System.nanoTime();
        cluster.node(killed).kill();
        gaps.add(load.awaitAccepted() - start);
        TimeUnit.MILLISECONDS.sleep(LOAD_MILLIS / 2);
        cluster.node(killed).start();
      }
    }
    Percentiles nanos = Percentiles.of(Bench.array(gaps));
    figures.millis("failover_" + library + "_gap_p50", nanos, 0.5);
    figures.millis("failover_" + library + "_gap_p99", nanos, 0.99);
    figures.add("failover_" + library + "_needless_elections", (double) needless, "");
  }
}
