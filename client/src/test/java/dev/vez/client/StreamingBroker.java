package dev.vez.client;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.vez.protos.fila.v1.Message;
import dev.vez.protos.vez.v1.Delivery;
import dev.vez.protos.vez.v1.Failure;
import dev.vez.protos.vez.v1.PublishRequest;
import dev.vez.protos.vez.v1.PublishResponse;
import dev.vez.protos.vez.v1.PublishResult;
import dev.vez.protos.vez.v1.SettleRequest;
import dev.vez.protos.vez.v1.SettleResponse;
import dev.vez.protos.vez.v1.SettleStatus;
import dev.vez.protos.vez.v1.SubscribeOpen;
import dev.vez.protos.vez.v1.SubscribeRequest;
import dev.vez.protos.vez.v1.SubscribeResponse;
import dev.vez.protos.vez.v1.VezServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A broker in this process that speaks {@code vez.v1} and does as a test says. */
final class StreamingBroker extends VezServiceGrpc.VezServiceImplBase implements AutoCloseable {

  /** All batches that came, in order. */
  final BlockingQueue<PublishRequest> batches = new LinkedBlockingQueue<>();

  final AtomicInteger publishStreams = new AtomicInteger();

  /** The answer to a batch; none to leave it unanswered. */
  volatile Function<PublishRequest, @Nullable PublishResponse> onBatch = StreamingBroker::accepted;

  final List<SubscribeOpen> opened = new CopyOnWriteArrayList<>();
  final List<SettleRequest> settled = new CopyOnWriteArrayList<>();

  /** The status of the next settlements; all settled where none is set. */
  volatile SettleStatus status = SettleStatus.SETTLE_STATUS_SETTLED;

  /** Ends a subscription instead of opening it. */
  volatile @Nullable StatusRuntimeException refusal;

  volatile boolean isAnsweringSettlements = true;

  // Under this object.
  private final ArrayDeque<Delivery> deliveries = new ArrayDeque<>();
  private long credit;
  private long creditGranted;
  private long sent;
  private @Nullable StreamObserver<SubscribeResponse> subscriber;
  private @Nullable StreamObserver<PublishResponse> publisher;

  private final String name = UUID.randomUUID().toString();
  private final Server server;

  StreamingBroker() {
    server = InProcessServerBuilder.forName(name).addService(this).build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ManagedChannel channel() {
    return InProcessChannelBuilder.forName(name).build();
  }

  VezClient client() {
    return new VezClient(channel(), ClientOptions.DEFAULT);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  // Publish

  static PublishResponse accepted(PublishRequest request) {
    PublishResponse.Builder response =
        PublishResponse.newBuilder().setSequence(request.getSequence());
    request
        .getMessagesList()
        .forEach(
            message ->
                response.addResults(
                    PublishResult.newBuilder()
                        .setMessageId("id-of-" + message.getPayload().toStringUtf8())));
    return response.build();
  }

  static PublishResponse failed(PublishRequest request, Failure.Builder failure) {
    return PublishResponse.newBuilder()
        .setSequence(request.getSequence())
        .setFailure(failure)
        .build();
  }

  /** Ends the stream over which batches come. */
  synchronized void endPublishing(StatusRuntimeException how) {
    StreamObserver<PublishResponse> current = publisher;
    if (current != null) {
      publisher = null;
      current.onError(how);
    }
  }

  @Override
  public StreamObserver<PublishRequest> publish(StreamObserver<PublishResponse> responses) {
    publishStreams.incrementAndGet();
    ((ServerCallStreamObserver<PublishResponse>) responses).setOnCancelHandler(() -> {});
    synchronized (this) {
      publisher = responses;
    }
    return new StreamObserver<>() {
      @Override
      public void onNext(PublishRequest request) {
        PublishResponse response = onBatch.apply(request);
        batches.add(request);
        synchronized (StreamingBroker.this) {
          if (response != null && publisher != null) {
            responses.onNext(response);
          }
        }
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        responses.onCompleted();
      }
    };
  }

  // Subscribe

  /** Delivers as far as there is credit. */
  synchronized void deliver(String... bodies) {
    for (String body : bodies) {
      deliveries.add(
          Delivery.newBuilder()
              .setLeaseId(ByteString.copyFromUtf8("lease-of-" + body))
              .setLeaseMs(600)
              .setMessage(
                  Message.newBuilder()
                      .setId("id-of-" + body)
                      .setPayload(ByteString.copyFromUtf8(body)))
              .build());
    }
    send();
  }

  synchronized long creditGranted() {
    return creditGranted;
  }

  synchronized long sent() {
    return sent;
  }

  synchronized boolean isSubscribed() {
    return subscriber != null;
  }

  synchronized void endSubscription(StatusRuntimeException how) {
    StreamObserver<SubscribeResponse> current = subscriber;
    if (current != null) {
      subscriber = null;
      current.onError(how);
    }
  }

  private void send() {
    StreamObserver<SubscribeResponse> current = subscriber;
    if (current == null) {
      return;
    }
    SubscribeResponse.Builder response = SubscribeResponse.newBuilder();
    while (credit > 0 && !deliveries.isEmpty()) {
      credit--;
      sent++;
      response.addDeliveries(deliveries.remove());
    }
    if (response.getDeliveriesCount() > 0) {
      current.onNext(response.build());
    }
  }

  @Override
  public StreamObserver<SubscribeRequest> subscribe(StreamObserver<SubscribeResponse> responses) {
    ((ServerCallStreamObserver<SubscribeResponse>) responses).setOnCancelHandler(() -> {});
    return new StreamObserver<>() {
      @Override
      public void onNext(SubscribeRequest request) {
        synchronized (StreamingBroker.this) {
          StatusRuntimeException refused = refusal;
          if (request.hasOpen()) {
            opened.add(request.getOpen());
            if (refused != null) {
              responses.onError(refused);
              return;
            }
            subscriber = responses;
            credit = 0;
          }
          credit += request.getCredit();
          creditGranted += request.getCredit();
          if (request.hasSettle()) {
            settled.add(request.getSettle());
            if (isAnsweringSettlements && subscriber != null) {
              responses.onNext(
                  SubscribeResponse.newBuilder().addSettled(answer(request.getSettle())).build());
            }
          }
          send();
        }
      }

      @Override
      public void onError(Throwable failure) {
        forget();
      }

      @Override
      public void onCompleted() {
        forget();
        responses.onCompleted();
      }

      private void forget() {
        synchronized (StreamingBroker.this) {
          if (responses.equals(subscriber)) {
            subscriber = null;
          }
        }
      }
    };
  }

  private SettleResponse answer(SettleRequest request) {
    SettleResponse.Builder response =
        SettleResponse.newBuilder().setSequence(request.getSequence());
    int count = request.getAcksCount() + request.getNacksCount() + request.getExtendsCount();
    for (int i = 0; i < count; i++) {
      response.addResults(status);
    }
    return response.build();
  }

  /** The bodies of all messages that were acked, in order. */
  List<String> acked() {
    List<String> acked = new ArrayList<>();
    settled.forEach(
        request ->
            request
                .getAcksList()
                .forEach(lease -> acked.add(lease.toStringUtf8().replace("lease-of-", ""))));
    return acked;
  }

  static StatusRuntimeException status(Status.Code code, String reason) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .addDetails(Any.pack(ErrorInfo.newBuilder().setReason(reason).build()))
            .build());
  }
}
