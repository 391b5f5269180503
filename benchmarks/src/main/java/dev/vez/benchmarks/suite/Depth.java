package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A deep queue in a small heap: what it costs, and how soon it serves after a crash. */
final class Depth implements Workload {

  private static final int SHALLOW = 10_000;

  @Override
  public String group() {
    return "depth";
  }

  @Override
  public List<String> names() {
    return List.of(
        "depth_enqueue_throughput",
        "depth_heap_per_message",
        "depth_rss",
        "depth_restart",
        "depth_first_delivery");
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    int depth = bench.depth();
    try (BrokerUnderTest broker = bench.startBroker("-Xmx256m")) {
      long heapShallow;
      try (VezClient client = broker.connect()) {
        Bench.createQueue(
            client, NewQueue.named("deep").withVisibilityTimeout(Duration.ofMinutes(5)));
        Bench.fill(client, "deep", SHALLOW, _ -> Map.of());
        heapShallow = broker.heapBytes();
        long start = System.nanoTime();
        Bench.fill(client, "deep", depth - SHALLOW, _ -> Map.of());
        figures.perSecond(
            "depth_enqueue_throughput", (depth - SHALLOW) * 1e9 / (System.nanoTime() - start));
      }
      figures.add(
          "depth_heap_per_message",
          (broker.heapBytes() - heapShallow) / (double) (depth - SHALLOW),
          "bytes");
      figures.add("depth_rss", (double) broker.residentMib(), "MiB");
      broker.kill();
      figures.add("depth_restart", (double) broker.start(), "ms");
      figures.add("depth_first_delivery", firstDeliveryMillis(broker), "ms");
    }
  }

  private static double firstDeliveryMillis(BrokerUnderTest broker) throws Exception {
    try (VezClient client = broker.connect()) {
      CompletableFuture<Long> delivered = new CompletableFuture<>();
      long start = System.nanoTime();
      try (Consumer _ =
          client.consume(
              "deep",
              1,
              message -> {
                delivered.complete(System.nanoTime());
                return client.ack("deep", message.id());
              })) {
        return (delivered.get(60, TimeUnit.SECONDS) - start) / 1e6;
      }
    }
  }
}
