package dev.vez.client;

import dev.vez.protos.fila.v1.AckRequest;
import dev.vez.protos.fila.v1.AckResponse;
import dev.vez.protos.fila.v1.ConsumeRequest;
import dev.vez.protos.fila.v1.ConsumeResponse;
import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.EnqueueResponse;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import dev.vez.protos.fila.v1.Message;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A broker in this process: sends what it was given, as fast as the client asks for it. */
final class ScriptedBroker extends FilaServiceGrpc.FilaServiceImplBase implements AutoCloseable {

  final Queue<Message> deliveries = new ConcurrentLinkedQueue<>();
  final List<EnqueueRequest> enqueued = new CopyOnWriteArrayList<>();
  final AtomicInteger sent = new AtomicInteger();
  final AtomicInteger cancelled = new AtomicInteger();

  /** How enqueue, and a consume stream without deliveries, ends. */
  volatile @Nullable StatusRuntimeException failure;

  private final String name = UUID.randomUUID().toString();
  private final Server server;

  ScriptedBroker() {
    server = InProcessServerBuilder.forName(name).directExecutor().addService(this).build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ManagedChannel channel() {
    return InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  @Override
  public void enqueue(EnqueueRequest request, StreamObserver<EnqueueResponse> answer) {
    StatusRuntimeException told = failure;
    if (told != null) {
      answer.onError(told);
      return;
    }
    enqueued.add(request);
    answer.onNext(EnqueueResponse.newBuilder().setMessageId("id-" + enqueued.size()).build());
    answer.onCompleted();
  }

  @Override
  public void ack(AckRequest request, StreamObserver<AckResponse> answer) {
    // Never answers: the caller's deadline must.
  }

  @Override
  public void consume(ConsumeRequest request, StreamObserver<ConsumeResponse> answer) {
    var stream = (ServerCallStreamObserver<ConsumeResponse>) answer;
    stream.setOnCancelHandler(cancelled::incrementAndGet);
    stream.setOnReadyHandler(() -> send(stream));
  }

  private synchronized void send(ServerCallStreamObserver<ConsumeResponse> stream) {
    while (stream.isReady()) {
      Message message = deliveries.poll();
      if (message == null) {
        break;
      }
      sent.incrementAndGet();
      stream.onNext(ConsumeResponse.newBuilder().setMessage(message).build());
    }
    StatusRuntimeException told = failure;
    if (deliveries.isEmpty() && told != null) {
      stream.onError(told);
    }
  }
}
