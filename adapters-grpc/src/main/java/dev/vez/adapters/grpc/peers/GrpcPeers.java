package dev.vez.adapters.grpc.peers;

import com.google.protobuf.UnsafeByteOperations;
import dev.vez.domain.message.Bytes;
import dev.vez.ports.peers.PeerAnswer;
import dev.vez.ports.peers.PeerStream;
import dev.vez.ports.peers.PeerStreamListener;
import dev.vez.ports.peers.Peers;
import dev.vez.protos.internal.v1.PeerFrame;
import dev.vez.protos.internal.v1.PeersGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Calls other nodes over gRPC. Nothing is repeated, not even by the transport; whether a question
 * has left this node is seen by its headers.
 */
public final class GrpcPeers implements Peers {

  private final Map<String, PeerConnections> byAddress = new ConcurrentHashMap<>();
  private final ClusterSecret secret;
  private final int maxFrameBytes;
  private volatile boolean closed;

  /**
   * No connection yet.
   *
   * @param secret shown to every node
   * @param maxFrameBytes of an answer or a frame
   */
  public GrpcPeers(ClusterSecret secret, int maxFrameBytes) {
    this.secret = secret;
    this.maxFrameBytes = maxFrameBytes;
  }

  @Override
  public CompletionStage<PeerAnswer> ask(String address, Bytes question, long timeoutMillis) {
    CompletableFuture<PeerAnswer> answer = new CompletableFuture<>();
    DepartureTracer departure = new DepartureTracer();
    Channel channel;
    try {
      channel = connections(address).forQuestions();
    } catch (IllegalArgumentException badAddress) {
      answer.complete(new PeerAnswer.NotTaken("no address of a node: " + address));
      return answer;
    }
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS)
            .withStreamTracerFactory(departure);
    ofThisNode(
        () ->
            ClientCalls.asyncUnaryCall(
                channel.newCall(PeersGrpc.getAskMethod(), options),
                frame(question),
                new AnswerObserver(answer, departure)));
    return answer;
  }

  @Override
  public PeerStream open(String address, Bytes question, PeerStreamListener listener) {
    PeerConnections.Lease lease;
    try {
      lease = connections(address).forStream();
    } catch (IllegalArgumentException badAddress) {
      listener.broken("no address of a node: " + address);
      return ClientPeerStream.NOWHERE;
    }
    ClientPeerStream stream = new ClientPeerStream(listener, lease::release);
    ofThisNode(
        () ->
            stream.begin(
                ClientCalls.asyncBidiStreamingCall(
                    lease.channel().newCall(PeersGrpc.getOpenMethod(), CallOptions.DEFAULT),
                    stream),
                frame(question)));
    return stream;
  }

  /**
   * Begins a call that ends when this node ends it, not when the client does for whom it is made.
   * gRPC would cancel it with the client's call otherwise, and drop what is yet to be sent: the
   * other node would not learn what was handed over, and give it to somebody else.
   */
  private static void ofThisNode(Runnable begin) {
    Context.ROOT.run(begin);
  }

  @Override
  public void close() {
    closed = true;
    byAddress.values().forEach(PeerConnections::close);
  }

  static PeerFrame frame(Bytes bytes) {
    return PeerFrame.newBuilder()
        .setBody(UnsafeByteOperations.unsafeWrap(bytes.array(), bytes.offset(), bytes.size()))
        .build();
  }

  static Bytes bytes(PeerFrame frame) {
    return Bytes.wrap(frame.getBody().toByteArray());
  }

  private PeerConnections connections(String address) {
    PeerConnections connections =
        byAddress.computeIfAbsent(address, to -> new PeerConnections(to, secret, maxFrameBytes));
    if (closed) {
      connections.close();
    }
    return connections;
  }

  /** Takes the answer to one question, or tells what is known without it. */
  private record AnswerObserver(CompletableFuture<PeerAnswer> answer, DepartureTracer departure)
      implements StreamObserver<PeerFrame> {

    @Override
    public void onNext(PeerFrame frame) {
      answer.complete(new PeerAnswer.Answered(bytes(frame)));
    }

    @Override
    public void onError(Throwable failure) {
      Status status = Status.fromThrowable(failure);
      answer.complete(
          isRefusal(status) || !departure.hasLeft()
              ? new PeerAnswer.NotTaken(status.toString())
              : new PeerAnswer.Unknown("no answer: " + status.getCode()));
    }

    @Override
    public void onCompleted() {
      answer.complete(new PeerAnswer.Unknown("no answer"));
    }

    /** The other node says so before it begins, and at no other time. */
    private static boolean isRefusal(Status status) {
      return switch (status.getCode()) {
        case UNAUTHENTICATED, INVALID_ARGUMENT, UNIMPLEMENTED, RESOURCE_EXHAUSTED -> true;
        case OK,
            CANCELLED,
            UNKNOWN,
            DEADLINE_EXCEEDED,
            NOT_FOUND,
            ALREADY_EXISTS,
            PERMISSION_DENIED,
            FAILED_PRECONDITION,
            ABORTED,
            OUT_OF_RANGE,
            INTERNAL,
            UNAVAILABLE,
            DATA_LOSS ->
            false;
      };
    }
  }
}
