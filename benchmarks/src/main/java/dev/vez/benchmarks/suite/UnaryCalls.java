package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.benchmarks.Percentiles;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Unary enqueues, and the way of single messages through a quiet queue. */
final class UnaryCalls implements Workload {

  private static final int LIGHT_ROUND_TRIPS = 100;
  private static final int MANY_ROUND_TRIPS = 10_000;
  private static final long PIPELINE_WARM_UP_MILLIS = 20_000;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  @Override
  public String group() {
    return "calls";
  }

  @Override
  public List<String> names() {
    return List.of(
        "enqueue_throughput_1kb",
        "enqueue_throughput_1kb_mbps",
        "e2e_latency_p50_light",
        "e2e_latency_p95_light",
        "e2e_latency_p99_light",
        "enqueue_throughput_1kb_64_in_flight",
        "e2e_latency_p50_10k",
        "e2e_latency_p99_10k",
        "enqueue_throughput_1kb_warm");
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    try (BrokerUnderTest broker = bench.startBroker();
        VezClient client = broker.connect()) {
      Bench.createQueue(client, NewQueue.named("calls"));
      double rate = Bench.sequential(() -> Bench.enqueueNanos(client, "calls", Map.of()));
      figures.perSecond("enqueue_throughput_1kb", rate);
      figures.add(
          "enqueue_throughput_1kb_mbps", rate * Bench.PAYLOAD_BYTES / BYTES_PER_MEGABYTE, "MB/s");
      Bench.createQueue(client, NewQueue.named("light"));
      Percentiles light = roundTrips(client, LIGHT_ROUND_TRIPS);
      figures.micros("e2e_latency_p50_light", light, 0.5);
      figures.micros("e2e_latency_p95_light", light, 0.95);
      figures.micros("e2e_latency_p99_light", light, 0.99);
      figures.perSecond(
          "enqueue_throughput_1kb_64_in_flight",
          Bench.pipelined(
              64, PIPELINE_WARM_UP_MILLIS, _ -> client.enqueue("calls", Map.of(), Bench.PAYLOAD)));
      Percentiles many = roundTrips(client, MANY_ROUND_TRIPS);
      figures.micros("e2e_latency_p50_10k", many, 0.5);
      figures.micros("e2e_latency_p99_10k", many, 0.99);
      // A process that has just begun runs what is not compiled yet; this is how it goes on.
      figures.perSecond(
          "enqueue_throughput_1kb_warm",
          Bench.sequential(() -> Bench.enqueueNanos(client, "calls", Map.of())));
    }
  }

  /**
   * One message at a time, from its enqueue to its delivery; the next is sent once the ack of the
   * last is answered.
   */
  private static Percentiles roundTrips(VezClient client, int count) throws Exception {
    LinkedBlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
    Semaphore acked = new Semaphore(0);
    long[] nanos = new long[count];
    try (Consumer _ =
        client.consume(
            "light",
            64,
            message -> {
              arrivals.add(System.nanoTime());
              return client.ack("light", message.id()).thenRun(acked::release);
            })) {
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        var enqueued = client.enqueue("light", Map.of(), Bench.PAYLOAD).toCompletableFuture();
        Long arrived = arrivals.poll(10, TimeUnit.SECONDS);
        enqueued.join();
        if (arrived == null) {
          throw new IllegalStateException("Expected a delivery within 10 s");
        }
        nanos[i] = arrived - start;
        acked.acquire();
      }
    }
    return Percentiles.of(nanos);
  }
}
