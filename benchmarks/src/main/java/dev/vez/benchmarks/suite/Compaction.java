package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.benchmarks.Percentiles;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What other messages that come and go, which is what the store compacts, do to single calls: 99 %
 * of them are answered within this time.
 */
final class Compaction implements Workload {

  private static final long MILLIS = 5_000;
  private static final int OTHERS_IN_FLIGHT = 16;

  @Override
  public String group() {
    return "compaction";
  }

  @Override
  public List<String> names() {
    return List.of("compaction_idle_p99", "compaction_active_p99", "compaction_p99_delta");
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    try (BrokerUnderTest broker = bench.startBroker();
        VezClient client = broker.connect();
        VezClient others = broker.connect()) {
      Bench.createQueue(client, NewQueue.named("judged"));
      Bench.createQueue(client, NewQueue.named("others"));
      p99(client);
      double idle = p99(client);
      figures.add("compaction_idle_p99", idle, "us");
      AtomicBoolean going = new AtomicBoolean(true);
      CompletableFuture<Void> load =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (going.get()) {
                    Bench.load(
                        OTHERS_IN_FLIGHT * 64,
                        _ -> others.enqueue("others", Map.of(), Bench.PAYLOAD));
                  }
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      double active;
      try (Consumer _ = others.consume("others", 64, m -> others.ack("others", m.id()))) {
        active = p99(client);
      } finally {
        going.set(false);
      }
      load.join();
      figures.add("compaction_active_p99", active, "us");
      figures.add("compaction_p99_delta", active - idle, "us");
    }
  }

  private static double p99(VezClient client) {
    long[] nanos =
        Bench.array(Bench.timesOf(() -> Bench.enqueueNanos(client, "judged", Map.of()), MILLIS));
    return Percentiles.of(nanos).at(0.99) / 1_000.0;
  }
}
