package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.ClusterUnderTest;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.ProducerOptions;
import dev.vez.client.SubscribeOptions;
import dev.vez.client.VezClient;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Three nodes: what a producer and a consumer over streams get through, and who stays leader. */
final class Cluster implements Workload {

  private static final List<String> LIBRARIES = List.of("ratis", "jraft");
  private static final long WARM_UP_MILLIS = 20_000;
  private static final long WINDOW_MILLIS = 5_000;
  private static final int UNSETTLED = 8_192;

  @Override
  public String group() {
    return "cluster";
  }

  @Override
  public List<String> names() {
    return LIBRARIES.stream()
        .flatMap(
            library ->
                List.of(
                    "cluster_" + library + "_enqueue_stream",
                    "cluster_" + library + "_enqueue_stream_forwarded",
                    "cluster_" + library + "_lifecycle_stream",
                    "cluster_" + library + "_needless_elections")
                    .stream())
        .toList();
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    for (String library : LIBRARIES) {
      try (ClusterUnderTest cluster = ClusterUnderTest.start(bench.newFolder(), library, 1)) {
        Bench.createQueue(cluster.client(1), NewQueue.named("enqueue"));
        Bench.createQueue(cluster.client(1), NewQueue.named("lifecycle"));
        long terms = cluster.terms();
        int leader = cluster.leaderOf("enqueue", 1);
        figures.perSecond(
            "cluster_" + library + "_enqueue_stream", enqueueRate(cluster.client(leader)));
        figures.perSecond(
            "cluster_" + library + "_enqueue_stream_forwarded",
            enqueueRate(cluster.client(ClusterUnderTest.other(leader))));
        figures.perSecond(
            "cluster_" + library + "_lifecycle_stream", lifecycleRate(cluster.client(leader)));
        figures.add(
            "cluster_" + library + "_needless_elections", (double) (cluster.terms() - terms), "");
      }
    }
  }

  private static double enqueueRate(VezClient client) throws InterruptedException {
    AtomicLong accepted = new AtomicLong();
    try (Feed _ =
        Feed.unbounded(client, ProducerOptions.DEFAULT, "enqueue", accepted::incrementAndGet)) {
      return Bench.rate(accepted, WARM_UP_MILLIS, WINDOW_MILLIS);
    }
  }

  private static double lifecycleRate(VezClient client) throws InterruptedException {
    AtomicLong handled = new AtomicLong();
    Semaphore permits = new Semaphore(UNSETTLED);
    try (Consumer _ =
            client.subscribe(
                "lifecycle",
                SubscribeOptions.DEFAULT.withPrefetch(1_024),
                _ -> {
                  permits.release();
                  handled.incrementAndGet();
                });
        Feed _ = Feed.permitted(client, "lifecycle", permits)) {
      return Bench.rate(handled, WARM_UP_MILLIS, WINDOW_MILLIS);
    }
  }
}
