package dev.vez.app.harness;

import dev.vez.app.harness.Event.Settling;
import dev.vez.app.harness.RecordingClient.Receipt;
import dev.vez.client.Consumer;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Consumes a queue over one connection for as long as that lasts, then over another. A message that
 * it still works on when its broker dies it acks at the next one, as a real consumer would.
 */
final class ConsumerWorker implements Worker {

  private final Recorder recorder;
  private final Directory directory;
  private final SplittableRandom random;
  private final String queue;
  private final Habits habits;
  private final Queue<Receipt> leftOver = new ConcurrentLinkedQueue<>();
  private volatile @Nullable RecordingClient current;

  ConsumerWorker(
      Recorder recorder,
      Directory directory,
      SplittableRandom random,
      String queue,
      Habits habits) {
    this.recorder = recorder;
    this.directory = directory;
    this.random = random;
    this.queue = queue;
    this.habits = habits;
  }

  @Override
  public void run() throws InterruptedException {
    Endpoint endpoint = directory.awaitOther(null);
    while (endpoint != null) {
      try (RecordingClient client = new RecordingClient(recorder, endpoint)) {
        if (client.connect()) {
          current = client;
          settleLeftOver(client);
          consume(client);
        }
      } finally {
        current = null;
      }
      endpoint = directory.awaitOther(endpoint);
    }
  }

  /** Opens stream after stream until one ends by itself. */
  private void consume(RecordingClient client) throws InterruptedException {
    boolean ended = false;
    while (!ended) {
      CountDownLatch enough = new CountDownLatch(1);
      AtomicInteger received = new AtomicInteger();
      Consumer consumer =
          client.consume(
              queue,
              habits.window(),
              receipt -> {
                if (received.incrementAndGet() == habits.streamMessages()) {
                  enough.countDown();
                }
                return react(receipt);
              });
      var _ = consumer.ended().whenComplete((done, failure) -> enough.countDown());
      try {
        enough.await();
      } finally {
        ended = consumer.ended().toCompletableFuture().isDone();
        consumer.close();
      }
    }
  }

  private CompletionStage<?> react(Receipt receipt) {
    int die = dice(1_000);
    die -= habits.nackPerMille();
    if (die < 0) {
      return settle(Settling.NACK, receipt);
    }
    die -= habits.silentPerMille();
    if (die < 0) {
      return CompletableFuture.completedStage(null);
    }
    die -= habits.latePerMille();
    if (die < 0) {
      var _ = later(() -> settle(Settling.ACK, receipt));
      return CompletableFuture.completedStage(null);
    }
    die -= habits.slowPerMille();
    if (die < 0) {
      return later(() -> settle(Settling.ACK, receipt));
    }
    return settle(Settling.ACK, receipt);
  }

  private CompletionStage<?> later(Supplier<CompletionStage<?>> action) {
    Executor delayed =
        CompletableFuture.delayedExecutor(dice(habits.lateMillis()), TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(action, delayed).thenCompose(stage -> stage);
  }

  private CompletionStage<?> settle(Settling how, Receipt receipt) {
    RecordingClient client = current;
    if (client == null) {
      leftOver.add(receipt);
      return CompletableFuture.completedStage(null);
    }
    return client
        .settle(how, receipt)
        .thenAccept(
            answer -> {
              if (how == Settling.ACK && answer == Answer.UNKNOWN) {
                leftOver.add(receipt);
              }
            });
  }

  private void settleLeftOver(RecordingClient client) {
    // Not more than are there now: a call that fails comes back.
    for (int left = leftOver.size(); left > 0; left--) {
      Receipt receipt = leftOver.poll();
      if (receipt != null) {
        var _ = client.settle(Settling.ACK, receipt);
      }
    }
  }

  private int dice(int sides) {
    synchronized (random) {
      return random.nextInt(sides);
    }
  }
}
