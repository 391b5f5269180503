package dev.vez.adapters.grpc;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.protos.vez.v1.Failure;
import dev.vez.protos.vez.v1.NewMessage;
import dev.vez.protos.vez.v1.PublishRequest;
import dev.vez.protos.vez.v1.PublishResponse;
import dev.vez.protos.vez.v1.PublishResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Batches of messages between the wire and the use case. */
final class PublishWire {

  private PublishWire() {}

  /**
   * What is to be asked of the engine.
   *
   * @param origin the connection
   * @param isOfStream whether it comes over a stream, which bounds what waits
   */
  static EnqueueBatch batch(PublishRequest request, long origin, boolean isOfStream) {
    List<EnqueueBatch.Message> messages = new ArrayList<>(request.getMessagesCount());
    for (NewMessage message : request.getMessagesList()) {
      messages.add(
          new EnqueueBatch.Message(
              message.getHeadersMap(),
              Payloads.sharedFromWire(message.getPayload()),
              message.getIdempotencyKey()));
    }
    return new EnqueueBatch(request.getQueue(), messages, origin, isOfStream);
  }

  /** The first message that no consumer with the same limit could receive, as a refusal. */
  static CompletionStage<Result<List<Result<MessageId>>>> checked(
      PublishRequest request,
      int maxEnqueueBytes,
      Supplier<CompletionStage<Result<List<Result<MessageId>>>>> next) {
    if (request.getQueue().isEmpty()) {
      return CompletableFuture.completedFuture(Result.rejected(Requests.missing("queue")));
    }
    for (NewMessage message : request.getMessagesList()) {
      if (message.getSerializedSize() > maxEnqueueBytes) {
        return Requests.tooLargeToDeliver(message.getSerializedSize(), maxEnqueueBytes);
      }
    }
    return next.get();
  }

  static PublishResponse response(long sequence, Result<List<Result<MessageId>>> result) {
    PublishResponse.Builder response = PublishResponse.newBuilder().setSequence(sequence);
    switch (result) {
      case Result.Rejected<List<Result<MessageId>>>(var reason) ->
          response.setFailure(failure(reason));
      case Result.Accepted<List<Result<MessageId>>>(var results) -> {
        for (Result<MessageId> each : results) {
          response.addResults(result(each));
        }
      }
    }
    return response.build();
  }

  private static PublishResult result(Result<MessageId> result) {
    return switch (result) {
      case Result.Accepted<MessageId>(var id) ->
          PublishResult.newBuilder().setMessageId(id.toString()).build();
      case Result.Rejected<MessageId>(var reason) ->
          PublishResult.newBuilder().setFailure(failure(reason)).build();
    };
  }

  static Failure failure(Rejection reason) {
    RejectionWords words = RejectionWords.of(reason);
    return Failure.newBuilder()
        .setCode(words.code().value())
        .setReason(words.reason())
        .setMessage(words.text())
        .setRetryAfterMs(words.retryAfterMillis())
        .setLeaderAddress(words.leaderAddress())
        .build();
  }
}
