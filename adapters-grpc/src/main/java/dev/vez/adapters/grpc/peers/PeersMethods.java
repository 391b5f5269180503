package dev.vez.adapters.grpc.peers;

import dev.vez.domain.message.Bytes;
import dev.vez.ports.peers.PeerService;
import dev.vez.ports.peers.PeerStream;
import dev.vez.ports.peers.PeerStreamListener;
import dev.vez.protos.internal.v1.PeerFrame;
import dev.vez.protos.internal.v1.PeersGrpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what other nodes ask to the engine, once they have shown the cluster's secret. */
public final class PeersMethods extends PeersGrpc.PeersImplBase {

  private static final Logger log = LoggerFactory.getLogger(PeersMethods.class);

  private final PeerService service;

  private PeersMethods(PeerService service) {
    this.service = service;
  }

  /** The service, behind its lock. */
  public static ServerServiceDefinition bind(PeerService service, ClusterSecret secret) {
    return ServerInterceptors.intercept(new PeersMethods(service), new SecretCheck(secret));
  }

  @Override
  public void ask(PeerFrame question, StreamObserver<PeerFrame> answers) {
    // Keeps an answer to a node that has gone from throwing.
    ((ServerCallStreamObserver<PeerFrame>) answers).setOnCancelHandler(() -> {});
    try {
      service
          .asked(GrpcPeers.bytes(question))
          .thenAccept(
              answer -> {
                answers.onNext(GrpcPeers.frame(answer));
                answers.onCompleted();
              });
    } catch (IllegalArgumentException notUnderstood) {
      log.debug("A question of another node was not understood", notUnderstood);
      answers.onError(Status.INVALID_ARGUMENT.asRuntimeException());
    }
  }

  @Override
  public StreamObserver<PeerFrame> open(StreamObserver<PeerFrame> responses) {
    return new ServedStream((ServerCallStreamObserver<PeerFrame>) responses);
  }

  /** Lets in who knows the secret. */
  private record SecretCheck(ClusterSecret secret) implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (secret.isIn(headers)) {
        return next.startCall(call, headers);
      }
      call.close(
          Status.UNAUTHENTICATED.withDescription("expected the secret of the cluster"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  /** The end of a stream at the node that was asked to open it. */
  private final class ServedStream implements StreamObserver<PeerFrame>, PeerStream {

    private final ServerCallStreamObserver<PeerFrame> responses;
    private @Nullable PeerStreamListener listener;

    // Guarded by this object: a call bears one sender at a time.
    private boolean over;

    ServedStream(ServerCallStreamObserver<PeerFrame> responses) {
      this.responses = responses;
      // Also keeps sends to a node that has gone from throwing.
      responses.setOnCancelHandler(() -> breakOff("cancelled"));
    }

    @Override
    public void onNext(PeerFrame frame) {
      PeerStreamListener current = listener;
      if (current != null) {
        current.received(GrpcPeers.bytes(frame));
        return;
      }
      try {
        listener = service.opened(GrpcPeers.bytes(frame), this);
      } catch (IllegalArgumentException notUnderstood) {
        log.debug("A stream of another node was not understood", notUnderstood);
        if (isFirstEnd()) {
          responses.onError(Status.INVALID_ARGUMENT.asRuntimeException());
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      breakOff(String.valueOf(failure));
    }

    @Override
    public void onCompleted() {
      boolean first = isFirstEnd();
      if (first) {
        responses.onCompleted();
        PeerStreamListener current = listener;
        if (current != null) {
          current.closed();
        }
      }
    }

    @Override
    public synchronized void send(Bytes frame) {
      if (!over) {
        responses.onNext(GrpcPeers.frame(frame));
      }
    }

    @Override
    public void close() {
      if (isFirstEnd()) {
        responses.onCompleted();
      }
    }

    private void breakOff(String why) {
      PeerStreamListener current = listener;
      if (isFirstEnd() && current != null) {
        current.broken(why);
      }
    }

    private synchronized boolean isFirstEnd() {
      boolean first = !over;
      over = true;
      return first;
    }
  }
}
