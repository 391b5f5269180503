package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deliveries with acks of a backlog that is spread over few or many keys, by one consumer. */
final class KeyCardinality implements Workload {

  private static final Map<String, Integer> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("key_cardinality_10_throughput", 10);
    KEYS.put("key_cardinality_1k_throughput", 1_000);
    KEYS.put("key_cardinality_10k_throughput", 10_000);
    KEYS.put("key_cardinality_100k_throughput", 100_000);
    KEYS.put("key_cardinality_1m_throughput", 1_000_000);
  }

  private static final int MESSAGES_MIN = 20_000;

  @Override
  public String group() {
    return "keys";
  }

  @Override
  public List<String> names() {
    return List.copyOf(KEYS.keySet());
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    try (BrokerUnderTest broker = bench.startBroker();
        VezClient client = broker.connect()) {
      measure(broker, client, "warm-up", 10);
      for (Map.Entry<String, Integer> each : KEYS.entrySet()) {
        figures.perSecond(each.getKey(), measure(broker, client, each.getKey(), each.getValue()));
      }
    }
  }

  private static double measure(BrokerUnderTest broker, VezClient client, String queue, int keys)
      throws Exception {
    Bench.createQueue(client, NewQueue.named(queue).withOnEnqueue(Bench.BY_HEADERS));
    int messages = Math.max(MESSAGES_MIN, keys);
    Bench.fill(client, queue, messages, i -> Map.of("tenant", "tenant-" + i % keys));
    return Bench.drain(broker, queue, messages, 1);
  }
}
