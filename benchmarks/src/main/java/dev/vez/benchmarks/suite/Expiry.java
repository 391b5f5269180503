package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.benchmarks.Percentiles;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.ReceivedMessage;
import dev.vez.client.SubscribeOptions;
import dev.vez.client.VezClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How late leases end while enqueues saturate the broker. A consumer takes 10,000 messages and
 * settles none, so about as many leases end each second; a message is leased again in the entry
 * that ends its lease, so what lies between its two leases beyond the timeout is the delay.
 */
final class Expiry implements Workload {

  private static final int LEASES = 10_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final long WARM_UP_MILLIS = 20_000;
  private static final long MILLIS = 10_000;

  @Override
  public String group() {
    return "expiry";
  }

  @Override
  public List<String> names() {
    return List.of(
        "expiry_enqueue_throughput",
        "expiry_deadlines",
        "expiry_lateness_p50",
        "expiry_lateness_p99",
        "expiry_lateness_max");
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    try (BrokerUnderTest broker = bench.startBroker();
        VezClient client = broker.connect();
        VezClient others = broker.connect()) {
      Bench.createQueue(client, NewQueue.named("leased").withVisibilityTimeout(TIMEOUT));
      Bench.createQueue(client, NewQueue.named("others"));
      Bench.fill(client, "leased", LEASES, _ -> Map.of());
      AtomicBoolean going = new AtomicBoolean(true);
      AtomicLong enqueued = new AtomicLong();
      CompletableFuture<Void> load =
          CompletableFuture.runAsync(() -> saturate(others, going, enqueued));
      List<Long> lateMicros = new ArrayList<>();
      long from;
      long to;
      try (Consumer _ = observe(client, lateMicros)) {
        Thread.sleep(WARM_UP_MILLIS); // all are leased, and the load is under way
        synchronized (lateMicros) {
          lateMicros.clear();
        }
        from = enqueued.get();
        Thread.sleep(MILLIS);
        to = enqueued.get();
      } finally {
        going.set(false);
      }
      load.join();
      long[] micros;
      synchronized (lateMicros) {
        micros = Bench.array(lateMicros);
      }
      Percentiles late = Percentiles.of(micros);
      figures.perSecond("expiry_enqueue_throughput", (to - from) * 1_000.0 / MILLIS);
      figures.perSecond("expiry_deadlines", micros.length * 1_000.0 / MILLIS);
      figures.add("expiry_lateness_p50", late.at(0.5) / 1_000.0, "ms");
      figures.add("expiry_lateness_p99", late.at(0.99) / 1_000.0, "ms");
      figures.add("expiry_lateness_max", late.at(1) / 1_000.0, "ms");
    }
  }

  private static Consumer observe(VezClient client, List<Long> lateMicros) {
    Map<String, Instant> leased = new HashMap<>();
    return client.subscribe(
        "leased",
        // Credit for all at any time, so that what ends is leased again in the same entry.
        SubscribeOptions.DEFAULT
            .withPrefetch(8 * LEASES)
            .withSettling(SubscribeOptions.Settling.NOBODY)
            .withExtendFor(Duration.ZERO),
        delivery -> {
          ReceivedMessage message = delivery.message();
          Instant before = leased.put(message.id(), message.leasedAt());
          if (before != null) {
            long micros =
                Duration.between(before, message.leasedAt()).minus(TIMEOUT).toNanos() / 1_000;
            synchronized (lateMicros) {
              lateMicros.add(micros);
            }
          }
        });
  }

  private static void saturate(VezClient client, AtomicBoolean going, AtomicLong enqueued) {
    try {
      while (going.get()) {
        Bench.load(
            1_000,
            _ ->
                client
                    .enqueue("others", Map.of(), Bench.PAYLOAD)
                    .thenRun(enqueued::incrementAndGet));
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
