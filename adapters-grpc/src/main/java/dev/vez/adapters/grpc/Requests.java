package dev.vez.adapters.grpc;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Rejection.InvalidArgument;
import dev.vez.ports.api.Result;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Checks that come before everything else. The engine checks the limits of what passes them. */
final class Requests {

  private Requests() {}

  /** A field that must have a value has none. */
  static Rejection missing(String field) {
    return new InvalidArgument(field, "expected a value, but it is empty");
  }

  /** Goes on with the name of a queue, if there is one. */
  static <T> CompletionStage<Result<T>> withQueue(
      String field, String queue, Function<String, CompletionStage<Result<T>>> next) {
    return queue.isEmpty() ? refused(missing(field)) : next.apply(queue);
  }

  /** Goes on with the id of a message, if both it and the queue's name are there. */
  static <T> CompletionStage<Result<T>> withMessage(
      String queue, String messageId, Function<MessageId, CompletionStage<Result<T>>> next) {
    if (queue.isEmpty()) {
      return refused(missing("queue"));
    }
    Optional<MessageId> id = MessageId.parse(messageId);
    if (id.isEmpty()) {
      return refused(
          new InvalidArgument(
              "message_id",
              "expected a UUID of 36 characters, but "
                  + (messageId.isEmpty() ? "it is empty" : "got something else")));
    }
    return next.apply(id.get());
  }

  /** Refuses a message that a consumer with the same limit could not receive. */
  static <T> CompletionStage<Result<T>> tooLargeToDeliver(int bytes, int max) {
    return refused(
        new InvalidArgument(
            "payload",
            ("expected a request of at most %d bytes, so that consumers with the same limit can"
                    + " receive it, but got %d (limit: server.max_message_bytes, less what a"
                    + " delivery adds)")
                .formatted(max, bytes)));
  }

  private static <T> CompletionStage<Result<T>> refused(Rejection reason) {
    return CompletableFuture.completedStage(Result.rejected(reason));
  }
}
