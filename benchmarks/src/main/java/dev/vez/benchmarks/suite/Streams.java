package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.benchmarks.Percentiles;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.ProducerOptions;
import dev.vez.client.SubscribeOptions;
import dev.vez.client.VezClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages over the streams of {@code vez.v1}: enqueues as fast as they are answered, whole lives
 * with a number of consumers, and latency at a part of the highest rate of lives.
 */
final class Streams implements Workload {

  /** Two processes on two cores take that long until what matters is compiled. */
  private static final long WARM_UP_MILLIS = 20_000;

  private static final long WINDOW_MILLIS = 5_000;

  /** In a process that is warm; longer, and there would be more keys than a group takes. */
  private static final long KEYED_MILLIS = 3_000;

  /** Messages between their enqueue and their ack: enough to keep all busy, and no backlog. */
  private static final int UNSETTLED = 8_192;

  private static final List<Integer> CONSUMERS = List.of(1, 10, 100);
  private static final List<Integer> LOADS = List.of(50, 80);
  private static final double BYTES_PER_MEGABYTE = 1e6;

  @Override
  public String group() {
    return "streams";
  }

  @Override
  public List<String> names() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "enqueue_stream_1kb",
                "enqueue_stream_1kb_mbps",
                "enqueue_stream_1kb_server_cpu",
                "enqueue_stream_1kb_client_cpu",
                "enqueue_stream_1kb_keyed"));
    CONSUMERS.forEach(consumers -> names.add(ofLives(consumers)));
    LOADS.forEach(load -> names.addAll(List.of(ofLatency(50, load), ofLatency(99, load))));
    return names;
  }

  @Override
  public void run(Bench bench, Figures figures) throws Exception {
    try (BrokerUnderTest broker = bench.startBroker();
        VezClient client = broker.connect()) {
      enqueue(broker, client, figures);
      Bench.createQueue(client, NewQueue.named("keyed"));
      figures.perSecond("enqueue_stream_1kb_keyed", keyedRate(client));
      client.deleteQueue("keyed").toCompletableFuture().join();
    }
    // A broker without a backlog, as one whose consumers keep up.
    try (BrokerUnderTest broker = bench.startBroker();
        VezClient client = broker.connect()) {
      Bench.createQueue(client, NewQueue.named("lives"));
      double peak = 0;
      for (int consumers : CONSUMERS) {
        double rate = lifeRate(broker, client, consumers);
        figures.perSecond(ofLives(consumers), rate);
        peak = Math.max(peak, rate);
      }
      Bench.createQueue(client, NewQueue.named("latency"));
      for (int load : LOADS) {
        Percentiles nanos = latencies(client, peak * load / 100);
        figures.micros(ofLatency(50, load), nanos, 0.5);
        figures.micros(ofLatency(99, load), nanos, 0.99);
      }
    }
  }

  private static void enqueue(BrokerUnderTest broker, VezClient client, Figures figures)
      throws InterruptedException {
    Bench.createQueue(client, NewQueue.named("enqueue"));
    AtomicLong accepted = new AtomicLong();
    try (Feed _ =
        Feed.unbounded(client, ProducerOptions.DEFAULT, "enqueue", accepted::incrementAndGet)) {
      TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
      long messages = accepted.get();
      long start = System.nanoTime();
      long server = broker.processorNanos();
      long own = ownProcessorNanos();
      TimeUnit.MILLISECONDS.sleep(WINDOW_MILLIS);
      messages = accepted.get() - messages;
      double rate = messages * 1e9 / (System.nanoTime() - start);
      figures.perSecond("enqueue_stream_1kb", rate);
      figures.add(
          "enqueue_stream_1kb_mbps", rate * Bench.PAYLOAD_BYTES / BYTES_PER_MEGABYTE, "MB/s");
      figures.add(
          "enqueue_stream_1kb_server_cpu",
          (broker.processorNanos() - server) / 1e3 / messages,
          "us/message");
      figures.add(
          "enqueue_stream_1kb_client_cpu",
          (ownProcessorNanos() - own) / 1e3 / messages,
          "us/message");
    }
  }

  private static double keyedRate(VezClient client) throws InterruptedException {
    AtomicLong accepted = new AtomicLong();
    ProducerOptions options = ProducerOptions.DEFAULT.withIdempotency(true);
    try (Feed _ = Feed.unbounded(client, options, "keyed", accepted::incrementAndGet)) {
      return Bench.rate(accepted, KEYED_MILLIS, KEYED_MILLIS);
    }
  }

  private static double lifeRate(BrokerUnderTest broker, VezClient client, int consumers)
      throws InterruptedException {
    AtomicLong handled = new AtomicLong();
    Semaphore permits = new Semaphore(UNSETTLED);
    SubscribeOptions options =
        SubscribeOptions.DEFAULT.withPrefetch(Math.max(64, 1_024 / consumers));
    List<AutoCloseable> open = new ArrayList<>();
    try {
      for (int i = 0; i < consumers; i++) {
        VezClient own = broker.connect();
        open.addFirst(own);
        open.addFirst(
            own.subscribe(
                "lives",
                options,
                _ -> {
                  permits.release();
                  handled.incrementAndGet();
                }));
      }
      try (Feed _ = Feed.permitted(client, "lives", permits)) {
        return Bench.rate(handled, WARM_UP_MILLIS, WINDOW_MILLIS);
      }
    } finally {
      for (AutoCloseable each : open) {
        closeQuietly(each);
      }
    }
  }

  private static void closeQuietly(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Percentiles latencies(VezClient client, double perSecond)
      throws InterruptedException {
    List<Long> nanos = new ArrayList<>();
    try (Consumer _ =
            client.subscribe(
                "latency",
                SubscribeOptions.DEFAULT.withPrefetch(1_024),
                delivery -> {
                  long taken = System.nanoTime() - Feed.dueNanos(delivery.message().payload());
                  synchronized (nanos) {
                    nanos.add(taken);
                  }
                });
        Feed _ = Feed.paced(client, ProducerOptions.DEFAULT, "latency", perSecond)) {
      TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
      synchronized (nanos) {
        nanos.clear();
      }
      TimeUnit.MILLISECONDS.sleep(WINDOW_MILLIS);
      synchronized (nanos) {
        return Percentiles.of(Bench.array(nanos));
      }
    }
  }

  private static long ownProcessorNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static String ofLives(int consumers) {
    return "lifecycle_stream_" + consumers + "_throughput";
  }

  private static String ofLatency(int percentile, int load) {
    return "e2e_latency_p" + percentile + "_at_" + load + "_pct";
  }
}
