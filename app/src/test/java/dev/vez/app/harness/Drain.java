package dev.vez.app.harness;

import dev.vez.app.runtime.Conditions;
import dev.vez.client.VezClient;
import java.time.Duration;
import java.util.List;

/** Empties queues: the moment of truth for what was not delivered yet. */
public final class Drain {

  private Drain() {}

  /**
   * Consumes and acks until the broker says that nothing is left, leased messages included. One
   * consumer a queue, since with more nothing could be said of the order.
   *
   * @throws AssertionError if that takes longer than {@code limit}
   */
  public static void empty(
      Recorder recorder, Endpoint endpoint, List<String> queues, Duration limit) {
    Directory directory = new Directory();
    directory.publish(endpoint);
    try (VezClient client = VezClient.of(endpoint.address());
        Workload workload = new Workload(recorder, directory, 0)) {
      workload.beat();
      for (String queue : queues) {
        workload.consume(queue, Habits.DILIGENT);
      }
      for (String queue : queues) {
        Conditions.await(queue + " to be empty", limit, () -> depth(client, queue) == 0);
      }
    }
  }

  /** Messages pending and in flight. */
  public static long depth(VezClient client, String queue) {
    return client.queueStats(queue).toCompletableFuture().join().depth();
  }
}
