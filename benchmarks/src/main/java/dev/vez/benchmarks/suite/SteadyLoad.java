package dev.vez.benchmarks.suite;

import dev.vez.client.Producer;
import dev.vez.client.ProducerOptions;
import dev.vez.client.VezClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Producers that enqueue as fast as they are answered, and for how long none of it was accepted. A
 * message whose outcome is unknown is not sent again: another one is.
 */
final class SteadyLoad implements AutoCloseable {

  private static final int UNANSWERED = 128;
  private static final long GAP_SECONDS_MAX = 60;

  private final String queue;
  private final List<Producer> producers;
  private final List<Thread> threads;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
  private final AtomicLong longestNanos = new AtomicLong();
  private volatile boolean sending = true;
  private volatile @Nullable Awaited awaited;

  /** The first message that is accepted of those given from some time on. */
  private record Awaited(long sinceNanos, CompletableFuture<Long> acceptedNanos) {}

  /** Begins. */
  SteadyLoad(String queue, List<VezClient> clients) {
    this.queue = queue;
    ProducerOptions options =
        ProducerOptions.DEFAULT.withUnanswered(UNANSWERED, (long) UNANSWERED << 12);
    producers = clients.stream().map(client -> client.producer(options)).toList();
    threads =
        producers.stream()
            .map(
                producer ->
                    Thread.ofPlatform().daemon().name("load").start(() -> produce(producer)))
            .toList();
  }

  /** Messages accepted so far. */
  long accepted() {
    return accepted.get();
  }

  /** The time at which a message was accepted that was given after now. */
  long awaitAccepted() throws InterruptedException {
    Awaited mine = new Awaited(System.nanoTime(), new CompletableFuture<>());
    awaited = mine;
    try {
      return mine.acceptedNanos().get(GAP_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException("Nothing was accepted for " + GAP_SECONDS_MAX + " s", e);
    }
  }

  /** Forgets pauses that are over. */
  void forgetPauses() {
    longestNanos.set(0);
  }

  /** The longest time between two acceptances since it was last forgotten, in nanoseconds. */
  long longestPause() {
    return longestNanos.get();
  }

  private void produce(Producer producer) {
    while (sending) {
      long given = System.nanoTime();
      CompletionStage<?> _ =
          producer
              .send(queue, Map.of(), Bench.PAYLOAD)
              .thenAccept(
                  id -> {
                    long now = System.nanoTime();
                    accepted.incrementAndGet();
                    longestNanos.accumulateAndGet(now - lastNanos.getAndSet(now), Math::max);
                    Awaited waiting = awaited;
                    if (waiting != null && given - waiting.sinceNanos() > 0) {
                      waiting.acceptedNanos().complete(now);
                    }
                  });
    }
  }

  @Override
  public void close() {
    sending = false;
    threads.forEach(Bench::join);
    producers.forEach(Producer::close);
  }
}
