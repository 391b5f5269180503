package dev.vez.benchmarks.suite;

import com.google.protobuf.ByteString;
import dev.vez.benchmarks.BrokerUnderTest;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.Producer;
import dev.vez.client.VezClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/** What workloads are made of. */
final class Bench {

  static final int PAYLOAD_BYTES = 1_024;

  /** Bytes that no compression makes fewer. */
  static final ByteString PAYLOAD = ByteString.copyFrom(randomBytes());

  /** A script that takes key, weight and throttle key of a message from its headers. */
  static final String BY_HEADERS =
      """
      function on_enqueue(msg)
        return {
          fairness_key = msg.headers["tenant"],
          weight = msg.headers["weight"],
        }
      end
      """;

  private static final long WARM_UP_MILLIS = 1_000;
  private static final long WINDOW_MILLIS = 3_000;
  private static final int PRELOAD_IN_FLIGHT = 256;
  private static final int CONSUMER_WINDOW = 64;
  private static final long DELIVERY_SECONDS_MAX = 120;

  private final Path folder;
  private final int depth;
  private final int rounds;
  private int folders;

  Bench(Path folder, int depth, int rounds) {
    this.folder = folder;
    this.depth = depth;
    this.rounds = rounds;
  }

  /** Messages of the deep queue. */
  int depth() {
    return depth;
  }

  /** How often a failure is repeated. */
  int rounds() {
    return rounds;
  }

  /** Waits for a thread that is about to end, or until interrupted, which stays set. */
  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A folder that nobody has used. */
  Path newFolder() throws IOException {
    folders++;
    return Files.createDirectory(folder.resolve("folder-" + folders));
  }

  /** A broker on a folder of its own, which is running. */
  BrokerUnderTest startBroker(String... jvmOptions) throws IOException, InterruptedException {
    BrokerUnderTest broker = new BrokerUnderTest(newFolder(), List.of(jvmOptions));
    broker.start();
    return broker;
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[PAYLOAD_BYTES];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  static void createQueue(VezClient client, NewQueue queue) {
    client.createQueue(queue).toCompletableFuture().join();
  }

  /** Calls per second of one caller who awaits each. */
  static double sequential(LongSupplier callNanos) {
    timesOf(callNanos, WARM_UP_MILLIS);
    long start = System.nanoTime();
    int calls = timesOf(callNanos, WINDOW_MILLIS).size();
    return calls * 1e9 / (System.nanoTime() - start);
  }

  /** What each of the calls took that one caller makes for a while, in nanoseconds. */
  static List<Long> timesOf(LongSupplier callNanos, long millis) {
    List<Long> times = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      times.add(callNanos.getAsLong());
    }
    return times;
  }

  /** Enqueues one message and gives the nanoseconds until it is answered. */
  static long enqueueNanos(VezClient client, String queue, Map<String, String> headers) {
    long start = System.nanoTime();
    client.enqueue(queue, headers, PAYLOAD).toCompletableFuture().join();
    return System.nanoTime() - start;
  }

  /** What a counter grows by in a second, over a window after a warm-up. */
  static double rate(AtomicLong counter, long warmUpMillis, long windowMillis)
      throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(warmUpMillis);
    long before = counter.get();
    long start = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(windowMillis);
    return (counter.get() - before) * 1e9 / (System.nanoTime() - start);
  }

  /** Calls per second with a number of them in flight, after a warm-up of so long. */
  static double pipelined(int inFlight, long warmUpMillis, IntFunction<CompletionStage<?>> call)
      throws Exception {
    pipelinedFor(inFlight, warmUpMillis, call);
    long start = System.nanoTime();
    long calls = pipelinedFor(inFlight, WINDOW_MILLIS, call);
    return calls * 1e9 / (System.nanoTime() - start);
  }

  private static long pipelinedFor(int inFlight, long millis, IntFunction<CompletionStage<?>> call)
      throws Exception {
    Semaphore room = new Semaphore(inFlight);
    AtomicLong done = new AtomicLong();
    CompletableFuture<Void> failed = new CompletableFuture<>();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (int i = 0; System.nanoTime() < end && !failed.isDone(); i++) {
      room.acquire();
      follow(call.apply(i), room, done, failed);
    }
    awaitAll(room, inFlight, failed);
    return done.get();
  }

  /** Makes a number of calls, many at a time. */
  static void load(int count, IntFunction<CompletionStage<?>> call) throws Exception {
    Semaphore room = new Semaphore(PRELOAD_IN_FLIGHT);
    AtomicLong done = new AtomicLong();
    CompletableFuture<Void> failed = new CompletableFuture<>();
    for (int i = 0; i < count && !failed.isDone(); i++) {
      room.acquire();
      follow(call.apply(i), room, done, failed);
    }
    awaitAll(room, PRELOAD_IN_FLIGHT, failed);
  }

  /** Enqueues a number of messages, over a stream. */
  static void fill(VezClient client, String queue, int count, IntFunction<Map<String, String>> of) {
    CompletableFuture<Void> failed = new CompletableFuture<>();
    try (Producer producer = client.producer()) {
      for (int i = 0; i < count && !failed.isDone(); i++) {
        CompletionStage<?> _ =
            producer
                .send(queue, of.apply(i), PAYLOAD)
                .whenComplete(
                    (_, failure) -> {
                      if (failure != null) {
                        failed.completeExceptionally(failure);
                      }
                    });
      }
    }
    if (failed.isDone()) {
      failed.join();
    }
  }

  private static void follow(
      CompletionStage<?> stage, Semaphore room, AtomicLong done, CompletableFuture<Void> failed) {
    CompletionStage<?> _ =
        stage.whenComplete(
            (_, failure) -> {
              if (failure == null) {
                done.incrementAndGet();
              } else {
                failed.completeExceptionally(failure);
              }
              room.release();
            });
  }

  private static void awaitAll(Semaphore room, int permits, CompletableFuture<Void> failed)
      throws InterruptedException {
    room.acquire(permits);
    if (failed.isDone()) {
      failed.join();
    }
  }

  /**
   * Consumes and acks what waits in a queue, and gives the messages per second from the first
   * delivery to the last ack.
   */
  static double drain(BrokerUnderTest broker, String queue, int messages, int consumers)
      throws Exception {
    AtomicLong firstNanos = new AtomicLong();
    AtomicInteger left = new AtomicInteger(messages);
    CompletableFuture<Long> end = new CompletableFuture<>();
    List<VezClient> clients = new ArrayList<>();
    List<Consumer> open = new ArrayList<>();
    try {
      for (int i = 0; i < consumers; i++) {
        VezClient client = broker.connect();
        clients.add(client);
        client.connect().toCompletableFuture().join();
      }
      for (VezClient client : clients) {
        open.add(
            client.consume(
                queue,
                CONSUMER_WINDOW,
                message -> {
                  firstNanos.compareAndSet(0, System.nanoTime());
                  return client
                      .ack(queue, message.id())
                      .thenRun(
                          () -> {
                            if (left.decrementAndGet() == 0) {
                              end.complete(System.nanoTime());
                            }
                          });
                }));
      }
      long ended = end.get(DELIVERY_SECONDS_MAX, TimeUnit.SECONDS);
      return messages * 1e9 / (ended - firstNanos.get());
    } finally {
      open.forEach(Consumer::close);
      clients.forEach(VezClient::close);
    }
  }

  static long[] array(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
