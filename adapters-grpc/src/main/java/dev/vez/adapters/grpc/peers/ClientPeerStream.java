package dev.vez.adapters.grpc.peers;

import dev.vez.domain.message.Bytes;
import dev.vez.ports.peers.PeerStream;
import dev.vez.ports.peers.PeerStreamListener;
import dev.vez.protos.internal.v1.PeerFrame;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** The end of a stream at the node that has opened it. */
final class ClientPeerStream implements PeerStream, StreamObserver<PeerFrame> {

  /** A stream that has ended before it began. */
  static final PeerStream NOWHERE =
      new PeerStream() {
        @Override
        public void send(Bytes frame) {}

        @Override
        public void close() {}
      };

  private final PeerStreamListener listener;
  private final Runnable release;

  // All below is guarded by this object: a call bears one sender at a time.
  private @Nullable StreamObserver<PeerFrame> requests;
  private boolean over;

  /**
   * A stream that is yet to begin.
   *
   * @param release gives its place on the connection back
   */
  ClientPeerStream(PeerStreamListener listener, Runnable release) {
    this.listener = listener;
    this.release = release;
  }

  synchronized void begin(StreamObserver<PeerFrame> toServer, PeerFrame question) {
    if (!over) {
      requests = toServer;
      toServer.onNext(question);
    }
  }

  @Override
  public synchronized void send(Bytes frame) {
    StreamObserver<PeerFrame> current = requests;
    if (!over && current != null) {
      current.onNext(GrpcPeers.frame(frame));
    }
  }

  @Override
  public void close() {
    if (isFirstEnd()) {
      synchronized (this) {
        StreamObserver<PeerFrame> current = requests;
        if (current != null) {
          current.onCompleted();
        }
      }
    }
  }

  @Override
  public void onNext(PeerFrame frame) {
    if (!isOver()) {
      listener.received(GrpcPeers.bytes(frame));
    }
  }

  @Override
  public void onError(Throwable failure) {
    release.run();
    if (isFirstEnd()) {
      listener.broken(Status.fromThrowable(failure).toString());
    }
  }

  @Override
  public void onCompleted() {
    release.run();
    if (isFirstEnd()) {
      listener.closed();
      synchronized (this) {
        StreamObserver<PeerFrame> current = requests;
        if (current != null) {
          current.onCompleted();
        }
      }
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  private synchronized boolean isFirstEnd() {
    boolean first = !over;
    over = true;
    return first;
  }
}
