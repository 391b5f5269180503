package dev.vez.app.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.vez.protos.fila.v1.CreateQueueRequest;
import dev.vez.protos.fila.v1.CreateQueueResponse;
import dev.vez.protos.fila.v1.DeleteQueueRequest;
import dev.vez.protos.fila.v1.DeleteQueueResponse;
import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.EnqueueResponse;
import dev.vez.protos.fila.v1.FilaAdminGrpc;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import dev.vez.protos.fila.v1.GetConfigRequest;
import dev.vez.protos.fila.v1.GetConfigResponse;
import dev.vez.protos.fila.v1.GetStatsRequest;
import dev.vez.protos.fila.v1.GetStatsResponse;
import dev.vez.protos.fila.v1.ListConfigRequest;
import dev.vez.protos.fila.v1.ListConfigResponse;
import dev.vez.protos.fila.v1.ListQueuesRequest;
import dev.vez.protos.fila.v1.ListQueuesResponse;
import dev.vez.protos.fila.v1.Message;
import dev.vez.protos.fila.v1.RedriveRequest;
import dev.vez.protos.fila.v1.RedriveResponse;
import dev.vez.protos.fila.v1.SetConfigRequest;
import dev.vez.protos.fila.v1.SetConfigResponse;
import dev.vez.protos.vez.v1.ClusterAdminGrpc;
import dev.vez.protos.vez.v1.Delivery;
import dev.vez.protos.vez.v1.Failure;
import dev.vez.protos.vez.v1.GetStatusRequest;
import dev.vez.protos.vez.v1.GetStatusResponse;
import dev.vez.protos.vez.v1.SettleRequest;
import dev.vez.protos.vez.v1.SettleResponse;
import dev.vez.protos.vez.v1.SettleStatus;
import dev.vez.protos.vez.v1.SubscribeRequest;
import dev.vez.protos.vez.v1.SubscribeResponse;
import dev.vez.protos.vez.v1.VezAdminGrpc;
import dev.vez.protos.vez.v1.VezServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Listens on a free port, keeps what it was asked, and answers as told. */
final class CannedBroker implements AutoCloseable {

  final List<MessageLite> requests = new CopyOnWriteArrayList<>();
  final List<String> tokens = new CopyOnWriteArrayList<>();
  final List<Message> deliveries = new CopyOnWriteArrayList<>();

  /** What all subscribers together have granted. */
  final AtomicLong credit = new AtomicLong();

  /** What becomes of all that is settled. */
  volatile SettleStatus settled = SettleStatus.SETTLE_STATUS_SETTLED;

  /** Why nothing can be settled, if that is so. */
  volatile @Nullable Failure settleFailure;

  volatile ListQueuesResponse queues = ListQueuesResponse.getDefaultInstance();
  volatile String configValue = "";
  volatile ListConfigResponse config = ListConfigResponse.getDefaultInstance();
  volatile long redriven = 1;
  volatile GetStatsResponse stats = GetStatsResponse.getDefaultInstance();

  /** What is told of the cluster, one after the other; the last again and again. */
  final Queue<GetStatusResponse> clusterStatuses = new ConcurrentLinkedQueue<>();

  /** How every call fails, if at all. */
  volatile @Nullable Status failure;

  private final Server server;

  CannedBroker() {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .intercept(new Tokens())
            .addService(new Admin())
            .addService(new VezAdmin())
            .addService(new Cluster())
            .addService(new Service())
            .addService(new Streams())
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "http://localhost:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private <R> void answer(MessageLite request, R response, StreamObserver<R> observer) {
    requests.add(request);
    Status told = failure;
    if (told != null) {
      observer.onError(told.asRuntimeException());
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  private final class Tokens implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      String token =
          headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
      tokens.add(token == null ? "none" : token);
      return next.startCall(call, headers);
    }
  }

  private final class Cluster extends ClusterAdminGrpc.ClusterAdminImplBase {
    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> to) {
      GetStatusResponse next = clusterStatuses.element();
      if (clusterStatuses.size() > 1) {
        clusterStatuses.remove();
      }
      answer(request, next, to);
    }
  }

  private final class Admin extends FilaAdminGrpc.FilaAdminImplBase {
    @Override
    public void createQueue(CreateQueueRequest request, StreamObserver<CreateQueueResponse> to) {
      answer(request, CreateQueueResponse.newBuilder().setQueueId(request.getName()).build(), to);
    }

    @Override
    public void deleteQueue(DeleteQueueRequest request, StreamObserver<DeleteQueueResponse> to) {
      answer(request, DeleteQueueResponse.getDefaultInstance(), to);
    }

    @Override
    public void listQueues(ListQueuesRequest request, StreamObserver<ListQueuesResponse> to) {
      answer(request, queues, to);
    }

    @Override
    public void redrive(RedriveRequest request, StreamObserver<RedriveResponse> to) {
      answer(request, RedriveResponse.newBuilder().setRedriven(redriven).build(), to);
    }

    @Override
    public void getStats(GetStatsRequest request, StreamObserver<GetStatsResponse> to) {
      answer(request, stats, to);
    }

    @Override
    public void setConfig(SetConfigRequest request, StreamObserver<SetConfigResponse> to) {
      answer(request, SetConfigResponse.getDefaultInstance(), to);
    }

    @Override
    public void getConfig(GetConfigRequest request, StreamObserver<GetConfigResponse> to) {
      answer(request, GetConfigResponse.newBuilder().setValue(configValue).build(), to);
    }

    @Override
    public void listConfig(ListConfigRequest request, StreamObserver<ListConfigResponse> to) {
      answer(request, config, to);
    }
  }

  private final class VezAdmin extends VezAdminGrpc.VezAdminImplBase {
    @Override
    public void redrive(
        dev.vez.protos.vez.v1.RedriveRequest request,
        StreamObserver<dev.vez.protos.vez.v1.RedriveResponse> to) {
      answer(
          request,
          dev.vez.protos.vez.v1.RedriveResponse.newBuilder().setRedriven(redriven).build(),
          to);
    }
  }

  private final class Service extends FilaServiceGrpc.FilaServiceImplBase {
    @Override
    public void enqueue(EnqueueRequest request, StreamObserver<EnqueueResponse> to) {
      String id = "id-" + (requests.size() + 1);
      answer(request, EnqueueResponse.newBuilder().setMessageId(id).build(), to);
    }
  }

  /** Delivers what there is as far as the credit goes; each message is its own lease. */
  private final class Streams extends VezServiceGrpc.VezServiceImplBase {
    @Override
    public StreamObserver<SubscribeRequest> subscribe(StreamObserver<SubscribeResponse> to) {
      Queue<Message> left = new ArrayDeque<>(deliveries);
      return new StreamObserver<>() {
        @Override
        public void onNext(SubscribeRequest request) {
          Status told = failure;
          if (told != null) {
            to.onError(told.asRuntimeException());
            return;
          }
          if (request.hasOpen()) {
            requests.add(request.getOpen());
          }
          credit.addAndGet(request.getCredit());
          SubscribeResponse.Builder response = SubscribeResponse.newBuilder();
          if (request.hasSettle()) {
            requests.add(request.getSettle().toBuilder().clearSequence().build());
            response.addSettled(answer(request.getSettle()));
          }
          for (long i = request.getCredit(); i > 0 && !left.isEmpty(); i--) {
            Message next = left.remove();
            response.addDeliveries(
                Delivery.newBuilder()
                    .setLeaseId(ByteString.copyFromUtf8(next.getId()))
                    .setLeaseMs(30_000)
                    .setMessage(next));
          }
          to.onNext(response.build());
        }

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {
          to.onCompleted();
        }
      };
    }

    private SettleResponse answer(SettleRequest request) {
      SettleResponse.Builder response =
          SettleResponse.newBuilder().setSequence(request.getSequence());
      Failure told = settleFailure;
      if (told != null) {
        return response.setFailure(told).build();
      }
      for (int i = request.getAcksCount() + request.getNacksCount(); i > 0; i--) {
        response.addResults(settled);
      }
      return response.build();
    }
  }
}
