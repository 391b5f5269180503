package dev.vez.benchmarks.suite;

import com.google.protobuf.ByteString;
import dev.vez.client.Producer;
import dev.vez.client.ProducerOptions;
import dev.vez.client.VezClient;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A producer over a stream that keeps sending to one queue until it is closed. */
final class Feed implements AutoCloseable {

  private static final long PARK_NANOS = 50_000;

  private final Producer producer;
  private final Thread thread;
  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private volatile boolean sending = true;

  private Feed(Producer producer, Consumer<Feed> loop) {
    this.producer = producer;
    this.thread = Thread.ofPlatform().daemon().name("feed").unstarted(() -> loop.accept(this));
  }

  /** As fast as it is answered. */
  static Feed unbounded(
      VezClient client, ProducerOptions options, String queue, Runnable onAccepted) {
    return started(
        client,
        options,
        feed -> {
          while (feed.isGoing()) {
            feed.send(queue, Bench.PAYLOAD, onAccepted);
          }
        });
  }

  /**
   * As fast as permits come.
   *
   * @param permits one is taken for each message; whoever is done with it gives it back
   */
  static Feed permitted(VezClient client, String queue, Semaphore permits) {
    return started(
        client,
        ProducerOptions.DEFAULT,
        feed -> {
          while (feed.isGoing()) {
            if (permits.tryAcquire()) {
              feed.send(queue, Bench.PAYLOAD, () -> {});
            } else {
              LockSupport.parkNanos(PARK_NANOS);
            }
          }
        });
  }

  /**
   * At a steady rate, whatever is answered. Each payload begins with the time, of {@link
   * System#nanoTime}, at which it should have been sent, so that a stall counts for all that it
   * kept waiting.
   */
  static Feed paced(VezClient client, ProducerOptions options, String queue, double perSecond) {
    return started(
        client,
        options,
        feed -> {
          long start = System.nanoTime();
          for (long i = 0; feed.isGoing(); i++) {
            long due = start + (long) (i * 1e9 / perSecond);
            for (long ahead = due - System.nanoTime(); ahead > 0; ahead = due - System.nanoTime()) {
              LockSupport.parkNanos(Math.min(ahead, PARK_NANOS));
            }
            feed.send(queue, stamped(due), () -> {});
          }
        });
  }

  /** The time with which a payload of a paced feed begins. */
  static long dueNanos(ByteString payload) {
    return payload.asReadOnlyByteBuffer().getLong();
  }

  private static ByteString stamped(long nanos) {
    byte[] bytes = Bench.PAYLOAD.toByteArray();
    ByteBuffer.wrap(bytes).putLong(nanos);
    return ByteString.copyFrom(bytes);
  }

  private static Feed started(VezClient client, ProducerOptions options, Consumer<Feed> loop) {
    Feed feed = new Feed(client.producer(options), loop);
    feed.thread.start();
    return feed;
  }

  private boolean isGoing() {
    return sending && !failed.isDone();
  }

  private void send(String queue, ByteString payload, Runnable onAccepted) {
    CompletionStage<?> _ =
        producer
            .send(queue, Map.of(), payload)
            .whenComplete(
                (_, failure) -> {
                  if (failure == null) {
                    onAccepted.run();
                  } else {
                    failed.completeExceptionally(failure);
                  }
                });
  }

  /** Ends, once all that was sent is answered. Throws where a message was not accepted. */
  @Override
  public void close() {
    sending = false;
    Bench.join(thread);
    producer.close();
    if (failed.isDone()) {
      failed.join();
    }
  }
}
