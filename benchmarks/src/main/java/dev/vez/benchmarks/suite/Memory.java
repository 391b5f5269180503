package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.util.List;
import java.util.Map;

/** Resident memory, empty and with a small backlog. */
final class Memory implements Workload {

  private static final int LOADED = 10_000;
  private static final double BYTES_PER_MIB = 1 << 20;

  @Override
  public String group() {
    return "memory";
  }

  @Override
  public List<String> names() {
    return List.of("memory_rss_idle", "memory_rss_loaded_10k", "memory_per_message_overhead");
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    try (BrokerUnderTest broker = bench.startBroker();
        VezClient client = broker.connect()) {
      Bench.createQueue(client, NewQueue.named("memory"));
      double idle = broker.residentMib();
      figures.add("memory_rss_idle", idle, "MiB");
      Bench.fill(client, "memory", LOADED, _ -> Map.of());
      double loaded = broker.residentMib();
      figures.add("memory_rss_loaded_10k", loaded, "MiB");
      figures.add(
          "memory_per_message_overhead",
          (loaded - idle) * BYTES_PER_MIB / LOADED - Bench.PAYLOAD_BYTES,
          "bytes");
    }
  }
}
