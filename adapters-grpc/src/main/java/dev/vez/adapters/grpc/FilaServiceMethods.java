package dev.vez.adapters.grpc;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.scheduling.Clock;
import dev.vez.protos.fila.v1.AckRequest;
import dev.vez.protos.fila.v1.AckResponse;
import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.EnqueueResponse;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import dev.vez.protos.fila.v1.NackRequest;
import dev.vez.protos.fila.v1.NackResponse;
import io.grpc.ServerServiceDefinition;
import java.util.concurrent.CompletionStage;

/** {@code FilaService}: producing and consuming. */
final class FilaServiceMethods {

  private final Messaging messaging;
  private final int maxEnqueueBytes;

  /**
   * The service over the use cases.
   *
   * @param maxEnqueueBytes greatest size of an enqueue on the wire
   */
  FilaServiceMethods(Messaging messaging, int maxEnqueueBytes) {
    this.messaging = messaging;
    this.maxEnqueueBytes = maxEnqueueBytes;
  }

  /**
   * The service.
   *
   * @param window messages that a consume stream may be ahead of its transport
   */
  ServerServiceDefinition bind(int window, OpenCalls calls, Clock clock) {
    return new MethodBindings(new FilaServiceGrpc.FilaServiceImplBase() {}, calls)
        .unary(
            FilaServiceGrpc.getEnqueueMethod(),
            new UnaryMethod<>(this::enqueue, FilaServiceMethods::enqueued))
        .bind(
            FilaServiceGrpc.getConsumeMethod(),
            call -> new ConsumeStream(call, messaging, window, calls, clock))
        .unary(
            FilaServiceGrpc.getAckMethod(),
            new UnaryMethod<>(this::ack, settled -> AckResponse.getDefaultInstance()))
        .unary(
            FilaServiceGrpc.getNackMethod(),
            new UnaryMethod<>(this::nack, settled -> NackResponse.getDefaultInstance()))
        .build();
  }

  private CompletionStage<Result<MessageId>> enqueue(EnqueueRequest request, long connection) {
    return Requests.withQueue(
        "queue", request.getQueue(), queue -> enqueue(queue, request, connection));
  }

  private CompletionStage<Result<MessageId>> enqueue(
      String queue, EnqueueRequest request, long connection) {
    if (request.getSerializedSize() > maxEnqueueBytes) {
      return Requests.tooLargeToDeliver(request.getSerializedSize(), maxEnqueueBytes);
    }
    return messaging.enqueue(
        new dev.vez.ports.api.EnqueueRequest(
            queue, request.getHeadersMap(), Payloads.fromWire(request.getPayload()), connection));
  }

  private static EnqueueResponse enqueued(MessageId id) {
    return EnqueueResponse.newBuilder().setMessageId(id.toString()).build();
  }

  /** Clients of this protocol know no lease: they mean whichever is alive. */
  private CompletionStage<Result<Settled>> ack(AckRequest request, long connection) {
    return Requests.withMessage(
        request.getQueue(),
        request.getMessageId(),
        id -> messaging.ack(request.getQueue(), id, LeaseId.NONE));
  }

  private CompletionStage<Result<Settled>> nack(NackRequest request, long connection) {
    return Requests.withMessage(
        request.getQueue(),
        request.getMessageId(),
        id -> messaging.nack(request.getQueue(), id, LeaseId.NONE, request.getError()));
  }
}
