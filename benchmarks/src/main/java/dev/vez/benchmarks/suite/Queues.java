package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.util.List;

/**
 * Many queues: how fast they are made, and what they cost the heap. Each has a dead-letter queue.
 */
final class Queues implements Workload {

  private static final int QUEUES = 10_000;
  private static final int FIRST = 100;

  @Override
  public String group() {
    return "queues";
  }

  @Override
  public List<String> names() {
    return List.of("queues_created_10k", "queues_heap_per_queue");
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    try (BrokerUnderTest broker = bench.startBroker();
        VezClient client = broker.connect()) {
      create(client, 0, FIRST);
      long before = broker.heapBytes();
      long start = System.nanoTime();
      create(client, FIRST, QUEUES);
      figures.perSecond("queues_created_10k", (QUEUES - FIRST) * 1e9 / (System.nanoTime() - start));
      figures.add(
          "queues_heap_per_queue",
          (broker.heapBytes() - before) / (double) (QUEUES - FIRST),
          "bytes");
    }
  }

  private static void create(VezClient client, int from, int to) throws Exception {
    Bench.load(to - from, i -> client.createQueue(NewQueue.named("queue-" + (from + i))));
  }
}
