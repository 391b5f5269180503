package dev.vez.app.harness;

import com.google.protobuf.ByteString;
import dev.vez.client.Consumer;
import dev.vez.client.VezClient;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends a message to a queue of its own, waits until it is delivered, and does so again, for as
 * long as the broker lives. This measures how far deliveries may lag behind their leases (see
 * {@link Timeline#leaseBeganAfter}), whatever the reason: a paused process, a slow disk, a busy
 * machine.
 *
 * <p>There must not be two for the same broker process, and its queue must be in the same group as
 * those that are judged.
 */
final class Heartbeat implements Worker {

  /** The queue that it has for itself. */
  static final String QUEUE = "heartbeat";

  private static final int WINDOW = 8;
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Recorder recorder;
  private final Directory directory;

  Heartbeat(Recorder recorder, Directory directory) {
    this.recorder = recorder;
    this.directory = directory;
  }

  @Override
  public void run() throws InterruptedException {
    Endpoint endpoint = directory.awaitOther(null);
    while (endpoint != null) {
      try (VezClient client = VezClient.of(endpoint.address())) {
        beat(client, endpoint.incarnation());
      }
      endpoint = directory.awaitOther(endpoint);
    }
  }

  private void beat(VezClient client, int incarnation) throws InterruptedException {
    AtomicReference<Pulse> awaited = new AtomicReference<>(new Pulse());
    try (Consumer consumer =
        client.consume(
            QUEUE,
            WINDOW,
            message -> {
              Pulse pulse = awaited.get();
              if (message.payload().equals(pulse.payload)) {
                pulse.received.complete(null);
              }
              // Also what an earlier process has left. If this fails the message comes again.
              return client.ack(QUEUE, message.id()).handle((done, failure) -> true);
            })) {
      CompletableFuture<Void> ended = consumer.ended().toCompletableFuture();
      recorder.beat(incarnation);
      while (true) {
        Pulse pulse = new Pulse();
        awaited.set(pulse);
        var _ =
            client
                .enqueue(QUEUE, Map.of(), pulse.payload)
                .exceptionally(
                    failure -> {
                      pulse.received.completeExceptionally(failure);
                      return "";
                    });
        CompletableFuture.anyOf(pulse.received, ended).get();
        if (ended.isDone()) {
          return;
        }
        recorder.beat(incarnation);
        Elapse.of(PAUSE);
      }
    } catch (ExecutionException brokerGone) {
      // Or it refuses: without a beat the lag is taken for longer, which is on the safe side.
    }
  }

  /** One message that it waits for. */
  private static final class Pulse {
    final ByteString payload = ByteString.copyFromUtf8(UUID.randomUUID().toString());
    final CompletableFuture<Void> received = new CompletableFuture<>();
  }
}
