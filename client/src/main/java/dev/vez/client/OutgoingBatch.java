package dev.vez.client;

import dev.vez.protos.vez.v1.NewMessage;
import dev.vez.protos.vez.v1.PublishRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Messages for one queue that go out together. Guarded by its producer's lock. */
final class OutgoingBatch {

  /**
   * A message and who waits for its answer.
   *
   * @param bytes roughly what it takes
   * @param deadlineNanos when it has waited for too long
   * @param isUnknown whether it may have been accepted when it was sent before
   */
  record Outgoing(
      NewMessage message,
      int bytes,
      long deadlineNanos,
      CompletableFuture<String> answer,
      boolean isUnknown) {

    /** Whether it is accepted once however often it is sent. */
    boolean isRepeatable() {
      return !message.getIdempotencyKey().isEmpty();
    }

    /** The same once it may have been accepted. */
    Outgoing unknown() {
      return new Outgoing(message, bytes, deadlineNanos, answer, true);
    }
  }

  final String queue;
  final long sinceNanos;
  final List<Outgoing> messages = new ArrayList<>();
  int bytes;
  long sequence;
  long sentNanos;

  /** Not before this, where {@link #isHeld}. */
  long notBeforeNanos;

  boolean isHeld;

  OutgoingBatch(String queue, long sinceNanos) {
    this.queue = queue;
    this.sinceNanos = sinceNanos;
  }

  void add(Outgoing message) {
    messages.add(message);
    bytes += message.bytes();
  }

  PublishRequest request() {
    PublishRequest.Builder request =
        PublishRequest.newBuilder().setSequence(sequence).setQueue(queue);
    for (Outgoing each : messages) {
      request.addMessages(each.message());
    }
    return request.build();
  }
}
