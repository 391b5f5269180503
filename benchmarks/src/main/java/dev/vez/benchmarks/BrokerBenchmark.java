package dev.vez.benchmarks;

import com.google.protobuf.ByteString;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures a whole broker: a server process, a client in this one, unary calls over loopback, 1 KiB
 * payloads, a sync before every answer. Prints a table; beside it stands what the disk does alone.
 */
public final class BrokerBenchmark {

  private static final int PAYLOAD_BYTES = 1_024;
  private static final int SYNCS = 2_000;
  private static final long WARM_UP_MILLIS = 5_000;
  private static final long WINDOW_MILLIS = 5_000;
  private static final int ROUND_TRIPS = 5_000;
  private static final ByteString PAYLOAD = ByteString.copyFrom(new byte[PAYLOAD_BYTES]);

  private final Path folder;

  private BrokerBenchmark(Path folder) {
    this.folder = folder;
  }

  /**
   * Runs it all.
   *
   * @param args the number of messages for the depth part, 1,000,000 where none is given; 0 leaves
   *     it out
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("vez-benchmark");
    try {
      int depth = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
      new BrokerBenchmark(folder).run(depth);
    } finally {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private void run(int depth) throws Exception {
    measureSyncs();
    try (BrokerUnderTest broker = new BrokerUnderTest(newFolder("calls"), List.of())) {
      row("start until a call is answered", broker.start() + " ms");
      row("RSS idle", broker.residentMib() + " MiB");
      try (VezClient client = broker.connect()) {
        client.createQueue(NewQueue.named("calls")).toCompletableFuture().join();
        row("enqueue, 1 call in flight", rate(enqueue(client, "calls", 1)));
        row("enqueue, 64 calls in flight", rate(enqueue(client, "calls", 64)));
        measureRoundTrips(client);
      }
    }
    measureSyncs();
    if (depth > 0) {
      measureDepth(depth);
    }
  }

  private void measureSyncs() throws IOException {
    long[] nanos = new long[SYNCS];
    ByteBuffer block = ByteBuffer.allocateDirect(PAYLOAD_BYTES);
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("syncs"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int i = 0; i < SYNCS; i++) {
        long start = System.nanoTime();
        file.write(block.clear());
        file.force(false);
        nanos[i] = System.nanoTime() - start;
      }
    }
    Percentiles syncs = Percentiles.of(nanos);
    row("floor: append 1 KiB and fdatasync, p50", syncs.microsAt(0.5));
    row("floor: append 1 KiB and fdatasync, p99", syncs.microsAt(0.99));
  }

  /** Enqueues per second with a number of calls in flight. */
  private static double enqueue(VezClient client, String queue, int inFlight) throws Exception {
    enqueueFor(client, queue, inFlight, WARM_UP_MILLIS);
    long start = System.nanoTime();
    long calls = enqueueFor(client, queue, inFlight, WINDOW_MILLIS);
    return calls * 1e9 / (System.nanoTime() - start);
  }

  private static long enqueueFor(VezClient client, String queue, int inFlight, long millis)
      throws Exception {
    Semaphore room = new Semaphore(inFlight);
    AtomicLong done = new AtomicLong();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      room.acquire();
      CompletableFuture<Void> _ =
          client
              .enqueue(queue, Map.of(), PAYLOAD)
              .thenRun(
                  () -> {
                    done.incrementAndGet();
                    room.release();
                  })
              .toCompletableFuture();
    }
    room.acquire(inFlight);
    return done.get();
  }

  /** One message at a time on a quiet queue, from the enqueue to its delivery. */
  private static void measureRoundTrips(VezClient client) throws Exception {
    client.createQueue(NewQueue.named("light")).toCompletableFuture().join();
    LinkedBlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
    long[] nanos = new long[ROUND_TRIPS];
    try (Consumer _ =
        client.consume(
            "light",
            64,
            message -> {
              arrivals.add(System.nanoTime());
              return client.ack("light", message.id());
            })) {
      for (int i = -1_000; i < ROUND_TRIPS; i++) {
        long start = System.nanoTime();
        CompletableFuture<String> enqueued =
            client.enqueue("light", Map.of(), PAYLOAD).toCompletableFuture();
        Long arrived = arrivals.poll(10, TimeUnit.SECONDS);
        enqueued.join();
        if (arrived == null) {
          throw new IllegalStateException("Expected a delivery within 10 s");
        }
        if (i >= 0) {
          nanos[i] = arrived - start;
        }
      }
    }
    Percentiles latency = Percentiles.of(nanos);
    row("end to end, light load, p50", latency.microsAt(0.5));
    row("end to end, light load, p95", latency.microsAt(0.95));
    row("end to end, light load, p99", latency.microsAt(0.99));
  }

  private void measureDepth(int depth) throws Exception {
    int shallow = 10_000;
    try (BrokerUnderTest broker = new BrokerUnderTest(newFolder("depth"), List.of("-Xmx256m"))) {
      broker.start();
      long heapShallow;
      try (VezClient client = broker.connect()) {
        client
            .createQueue(NewQueue.named("deep").withVisibilityTimeout(Duration.ofMinutes(5)))
            .toCompletableFuture()
            .join();
        fill(client, shallow);
        heapShallow = broker.heapBytes();
        fill(client, depth - shallow);
      }
      long heapDeep = broker.heapBytes();
      row(
          String.format("heap a message, %,d against %,d, -Xmx256m", depth, shallow),
          String.format("%.1f bytes", (heapDeep - heapShallow) / (double) (depth - shallow)));
      row(String.format("RSS with %,d pending, -Xmx256m", depth), broker.residentMib() + " MiB");
      broker.kill();
      row(
          String.format("restart after kill -9 with %,d pending, until a call", depth),
          broker.start() + " ms");
      try (VezClient client = broker.connect()) {
        List<Long> first = new ArrayList<>();
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
          first.add(delivered.get(60, TimeUnit.SECONDS));
        }
        row(
            "then first delivery after",
            TimeUnit.NANOSECONDS.toMillis(first.getFirst() - start) + " ms");
      }
    }
  }

  private static void fill(VezClient client, int messages) throws Exception {
    Semaphore room = new Semaphore(256);
    for (int i = 0; i < messages; i++) {
      room.acquire();
      CompletableFuture<Void> _ =
          client.enqueue("deep", Map.of(), PAYLOAD).thenRun(room::release).toCompletableFuture();
    }
    room.acquire(256);
  }

  private Path newFolder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private static String rate(double perSecond) {
    return String.format("%,.0f /s", perSecond);
  }

  @SuppressWarnings("SystemOut") // The table is what this program is for.
  private static void row(String name, String value) {
    System.out.printf("| %s | %s |%n", name, value);
  }
}
