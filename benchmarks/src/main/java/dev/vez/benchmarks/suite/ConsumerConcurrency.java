package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.util.List;
import java.util.Map;

/** Deliveries with acks of 10,000 messages by a number of consumers, each over its connection. */
final class ConsumerConcurrency implements Workload {

  private static final int MESSAGES = 10_000;
  private static final List<Integer> CONSUMERS = List.of(1, 10, 100);

  @Override
  public String group() {
    return "consumers";
  }

  @Override
  public List<String> names() {
    return CONSUMERS.stream().map(ConsumerConcurrency::name).toList();
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    try (BrokerUnderTest broker = bench.startBroker();
        VezClient client = broker.connect()) {
      Bench.createQueue(client, NewQueue.named("consumers"));
      fillAndDrain(broker, client, 1);
      for (int consumers : CONSUMERS) {
        figures.perSecond(name(consumers), fillAndDrain(broker, client, consumers));
      }
    }
  }

  private static double fillAndDrain(BrokerUnderTest broker, VezClient client, int consumers)
      throws Exception {
    Bench.fill(client, "consumers", MESSAGES, _ -> Map.of());
    return Bench.drain(broker, "consumers", MESSAGES, consumers);
  }

  private static String name(int consumers) {
    return "consumer_concurrency_" + consumers + "_throughput";
  }
}
