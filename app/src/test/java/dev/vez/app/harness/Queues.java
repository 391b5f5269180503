package dev.vez.app.harness;

import dev.vez.app.harness.ProducerSpec.Sizes;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.time.Duration;

/** Makes the queues that tests use. */
public final class Queues {

  private Queues() {}

  /** Creates a queue whose messages name their own fairness keys. */
  public static void create(BrokerProcess broker, String queue, Duration visibility) {
    try (VezClient client = VezClient.of(broker.address())) {
      var _ =
          client.createQueue(RecordingClient.queue(queue, visibility)).toCompletableFuture().join();
    }
  }

  /** Creates the queue of the {@link Heartbeat}. */
  public static void createForHeartbeat(BrokerProcess broker) {
    try (VezClient client = VezClient.of(broker.address())) {
      var _ = client.createQueue(NewQueue.named(Heartbeat.QUEUE)).toCompletableFuture().join();
    }
  }

  /** Tells a history about a queue that was created. */
  public static void note(Recorder recorder, String queue, Duration visibility) {
    recorder.history().add(at -> new Event.QueueCreated(at, queue, visibility.toNanos()));
  }

  /** Sends one message of each key and awaits the answers. */
  public static void sendOneOfEach(Recorder recorder, Endpoint endpoint, String queue, int keys) {
    try (RecordingClient client = new RecordingClient(recorder, endpoint)) {
      for (int key = 0; key < keys; key++) {
        var _ = client.enqueue(queue, keyName(key), 1, Sizes.SMALL).toCompletableFuture().join();
      }
    }
  }

  /** Sends a message of a key of its own. Gives whether it was accepted. */
  public static boolean sendOne(Recorder recorder, Endpoint endpoint, String queue) {
    try (RecordingClient client = new RecordingClient(recorder, endpoint)) {
      return client.connect()
          && client.enqueue(queue, "probe", 1, Sizes.SMALL).toCompletableFuture().join()
              == Answer.OK;
    }
  }

  /** Name of a fairness key. */
  static String keyName(int key) {
    return "key-" + key;
  }
}
