package dev.vez.adapters.grpc;

import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.scheduling.Clock;
import dev.vez.protos.vez.v1.PublishRequest;
import dev.vez.protos.vez.v1.PublishResponse;
import dev.vez.protos.vez.v1.SettleRequest;
import dev.vez.protos.vez.v1.SettleResponse;
import dev.vez.protos.vez.v1.SubscribeRequest;
import dev.vez.protos.vez.v1.SubscribeResponse;
import dev.vez.protos.vez.v1.VezServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code vez.v1.VezService}: producing and consuming in batches. */
final class VezServiceMethods {

  private final Messaging messaging;
  private final int maxEnqueueBytes;
  private final StreamLimits limits;
  private final SharedRoom room;

  /**
   * The service over the use cases.
   *
   * @param maxEnqueueBytes greatest size of a message on the wire
   */
  VezServiceMethods(Messaging messaging, int maxEnqueueBytes, StreamLimits limits) {
    this.messaging = messaging;
    this.maxEnqueueBytes = maxEnqueueBytes;
    this.limits = limits;
    this.room = new SharedRoom(limits.publishedBytesInAll());
  }

  ServerServiceDefinition bind(OpenCalls calls, Clock clock) {
    MethodDescriptor<PublishRequest, PublishResponse> publish = VezServiceGrpc.getPublishMethod();
    MethodDescriptor<SubscribeRequest, SubscribeResponse> subscribe =
        VezServiceGrpc.getSubscribeMethod();
    return new MethodBindings(new VezServiceGrpc.VezServiceImplBase() {}, calls)
        .stream(
                publish,
                new SharingMarshaller<>(publish.getRequestMarshaller(), PublishRequest.parser()),
                call ->
                    new PublishStream(call, messaging, maxEnqueueBytes, limits, room, calls, clock))
            .unary(
                VezServiceGrpc.getPublishBatchMethod(),
                new UnaryMethod<>(this::publishBatch, response -> response))
            .stream(
                subscribe,
                subscribe.getRequestMarshaller(),
                call -> new SubscribeStream(call, messaging, limits, room, calls, clock))
            .unary(
                VezServiceGrpc.getSettleBatchMethod(),
                new UnaryMethod<>(this::settleBatch, response -> response))
            .build();
  }

  private CompletionStage<Result<SettleResponse>> settleBatch(
      SettleRequest request, long connection) {
    CompletionStage<Result<List<Result<Settled>>>> result =
        request.getQueue().isEmpty()
            ? CompletableFuture.completedFuture(Result.rejected(Requests.missing("queue")))
            : switch (SettleWire.batch(request.getQueue(), request, false)) {
              case Result.Accepted<SettleBatch>(var batch) -> messaging.settleBatch(batch);
              case Result.Rejected<SettleBatch>(var reason) ->
                  CompletableFuture.completedFuture(Result.rejected(reason));
            };
    return result.thenApply(
        each -> Result.accepted(SettleWire.response(request.getSequence(), each)));
  }

  private CompletionStage<Result<PublishResponse>> publishBatch(
      PublishRequest request, long connection) {
    return PublishWire.checked(
            request,
            maxEnqueueBytes,
            () -> messaging.enqueueBatch(PublishWire.batch(request, connection, false)))
        .thenApply(result -> Result.accepted(PublishWire.response(request.getSequence(), result)));
  }
}
