package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What turns cost against first in, first out, and how exact they are. */
final class Fairness implements Workload {

  private static final int DRAINED = 20_000;
  private static final int DRAINED_KEYS = 10;
  private static final int ROUNDS = 3;
  private static final int TENANTS = 5;
  private static final int PER_TENANT = 2_000;
  private static final int JUDGED = 5_000;

  @Override
  public String group() {
    return "fairness";
  }

  @Override
  public List<String> names() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "fairness_overhead_fifo_throughput",
                "fairness_overhead_fair_throughput",
                "fairness_overhead_pct"));
    for (int tenant = 1; tenant <= TENANTS; tenant++) {
      names.add("fairness_accuracy_tenant-" + tenant);
    }
    names.add("fairness_accuracy_max_deviation");
    return names;
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    try (BrokerUnderTest broker = bench.startBroker();
        VezClient client = broker.connect()) {
      measureOverhead(broker, client, figures);
      measureAccuracy(client, figures);
    }
  }

  /** Both queues run the same script; in one of them all messages have the same key. */
  private static void measureOverhead(BrokerUnderTest broker, VezClient client, Figures figures)
      throws Exception {
    Bench.createQueue(client, NewQueue.named("fifo").withOnEnqueue(Bench.BY_HEADERS));
    Bench.createQueue(client, NewQueue.named("fair").withOnEnqueue(Bench.BY_HEADERS));
    double fifo = 0;
    double fair = 0;
    for (int round = 0; round <= ROUNDS; round++) {
      Bench.fill(client, "fifo", DRAINED, _ -> Map.of("tenant", "all"));
      double fifoNow = Bench.drain(broker, "fifo", DRAINED, 1);
      Bench.fill(client, "fair", DRAINED, i -> Map.of("tenant", "t" + i % DRAINED_KEYS));
      double fairNow = Bench.drain(broker, "fair", DRAINED, 1);
      if (round > 0) { // the first one warms up
        fifo += fifoNow / ROUNDS;
        fair += fairNow / ROUNDS;
      }
    }
    figures.perSecond("fairness_overhead_fifo_throughput", fifo);
    figures.perSecond("fairness_overhead_fair_throughput", fair);
    figures.add("fairness_overhead_pct", (fifo - fair) / fifo * 100, "%");
  }

  private static void measureAccuracy(VezClient client, Figures figures) throws Exception {
    Bench.createQueue(client, NewQueue.named("weights").withOnEnqueue(Bench.BY_HEADERS));
    Bench.fill(
        client,
        "weights",
        TENANTS * PER_TENANT,
        i -> {
          int tenant = i % TENANTS + 1;
          return Map.of("tenant", "tenant-" + tenant, "weight", Integer.toString(tenant));
        });
    Map<String, Integer> counts = new TreeMap<>();
    CompletableFuture<Void> enough = new CompletableFuture<>();
    int[] seen = {0};
    try (Consumer _ =
        client.consume(
            "weights",
            64,
            message -> {
              if (seen[0] < JUDGED) {
                seen[0]++;
                counts.merge(message.fairnessKey(), 1, Integer::sum);
                if (seen[0] == JUDGED) {
                  enough.complete(null);
                }
              }
              return client.ack("weights", message.id());
            })) {
      enough.get(60, TimeUnit.SECONDS);
    }
    int weights = TENANTS * (TENANTS + 1) / 2;
    double worst = 0;
    for (int tenant = 1; tenant <= TENANTS; tenant++) {
      double share = counts.getOrDefault("tenant-" + tenant, 0) * 100.0 / JUDGED;
      double deviation = Math.abs(share - tenant * 100.0 / weights);
      worst = Math.max(worst, deviation);
      figures.add("fairness_accuracy_tenant-" + tenant, deviation, "%");
    }
    figures.add("fairness_accuracy_max_deviation", worst, "%");
  }
}
