package dev.vez.ports.api;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What administrators may ask for. The same rules as in {@link Messaging} apply. */
public interface QueueAdmin {

  /** Creates a queue and its dead-letter queue; completes once it can be used. Gives its name. */
  CompletionStage<Result<String>> createQueue(NewQueue queue);

  /** Deletes a queue, its dead-letter queue and all that is in them; then its name is free. */
  CompletionStage<Result<Settled>> deleteQueue(String queue);

  /**
   * Moves dead letters back, the oldest first within their key, without their failed attempts, in
   * steps that other work passes between. Completes once all are moved, with their number. What has
   * begun goes on even where nobody waits for it any more.
   */
  CompletionStage<Result<Long>> redrive(Redrive redrive);

  /** All queues, ordered by name, dead-letter queues included. */
  CompletionStage<Result<List<QueueSummary>>> listQueues();

  /** Figures of one queue. */
  CompletionStage<Result<QueueStats>> queueStats(String queue);
}
