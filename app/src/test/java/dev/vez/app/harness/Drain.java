package dev.vez.app.harness;

import dev.vez.app.runtime.Conditions;
import dev.vez.client.VezClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

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
    try (Workload workload = new Workload(recorder, directory, 0)) {
      workload.beat();
      empty(workload, endpoint, queues, limit);
    }
  }

  /** As {@link #empty}, through one node of a cluster. */
  public static void emptyOfCluster(
      Recorder recorder, Endpoint endpoint, List<String> queues, Duration limit) {
    Directory directory = Directory.ofCluster();
    directory.publish(endpoint);
    try (Workload workload = new Workload(recorder, directory, 0)) {
      empty(workload, endpoint, queues, limit);
    }
  }

  private static void empty(
      Workload workload, Endpoint endpoint, List<String> queues, Duration limit) {
    try (VezClient client = VezClient.of(endpoint.address())) {
      for (String queue : queues) {
        workload.consume(queue, Habits.DILIGENT);
      }
      for (String queue : queues) {
        Conditions.await(queue + " to be empty", limit, () -> isEmpty(client, queue));
      }
    }
  }

  /** Also false where nobody can tell, since no node leads just now. */
  private static boolean isEmpty(VezClient client, String queue) {
    try {
      return depth(client, queue) == 0;
    } catch (CompletionException failure) {
      if (Answer.of(failure) == Answer.UNEXPECTED) {
        throw failure;
      }
      return false;
    }
  }

  /** Messages pending and in flight. */
  public static long depth(VezClient client, String queue) {
    return client.queueStats(queue).toCompletableFuture().join().depth();
  }
}
