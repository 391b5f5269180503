package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.ClusterUnderTest;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.Producer;
import dev.vez.client.SubscribeOptions;
import dev.vez.client.VezClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Three nodes: what a producer and a consumer over streams get through, and who stays leader. */
final class Cluster implements Workload {

  private static final List<String> LIBRARIES = List.of("ratis", "jraft");
  private static final long WARM_UP_MILLIS = 5_000;
  private static final long WINDOW_MILLIS = 5_000;

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
    try (Feed _ = new Feed(client, "enqueue", accepted::incrementAndGet)) {
      return rate(accepted);
    }
  }

  private static double lifecycleRate(VezClient client) throws InterruptedException {
    AtomicLong acked = new AtomicLong();
    try (Consumer _ =
            client.subscribe(
                "lifecycle",
                SubscribeOptions.DEFAULT.withPrefetch(1_024),
                _ -> acked.incrementAndGet());
        Feed _ = new Feed(client, "lifecycle", () -> {})) {
      return rate(acked);
    }
  }

  private static double rate(AtomicLong counter) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
    long before = counter.get();
    long start = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(WINDOW_MILLIS);
    return (counter.get() - before) * 1e9 / (System.nanoTime() - start);
  }

  /** A producer that is never idle. */
  private static final class Feed implements AutoCloseable {

    private final Producer producer;
    private final Thread thread;
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private volatile boolean sending = true;

    Feed(VezClient client, String queue, Runnable onAccepted) {
      producer = client.producer();
      thread =
          Thread.ofPlatform()
              .daemon()
              .name("feed")
              .start(
                  () -> {
                    while (sending && !failed.isDone()) {
                      CompletionStage<?> _ =
                          producer
                              .send(queue, Map.of(), Bench.PAYLOAD)
                              .whenComplete(
                                  (id, failure) -> {
                                    if (failure == null) {
                                      onAccepted.run();
                                    } else {
                                      failed.completeExceptionally(failure);
                                    }
                                  });
                    }
                  });
    }

    @Override
    public void close() {
      sending = false;
      Bench.join(thread);
      producer.close();
      if (failed.isDone()) {
        failed.join();
      }
    }
  }
}
