package dev.vez.engine.routing;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.message.Bytes;
import dev.vez.engine.routing.proto.ConsumeFrame;
import dev.vez.engine.routing.proto.HandedOver;
import dev.vez.engine.routing.proto.Question;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.peers.PeerStream;
import dev.vez.ports.peers.PeerStreamListener;
import dev.vez.ports.scheduling.DeliverySink;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of this node whose queue another node leads: deliveries come over a stream, and what
 * has been handed over goes back, so the window holds from end to end.
 */
final class RemoteSubscription implements Subscription, PeerStreamListener {

  private final String queue;
  private final DeliverySink sink;
  private final CompletableFuture<Result<Subscription>> accepted = new CompletableFuture<>();
  private final CompletableFuture<PeerStream> stream = new CompletableFuture<>();

  /** The sink hears nothing more. */
  private boolean over;

  RemoteSubscription(String queue, DeliverySink sink) {
    this.queue = queue;
    this.sink = sink;
  }

  void open(PeerCaller caller, long node, Question.Builder question) {
    PeerStream opened = caller.open(node, question, this);
    if (opened == null) {
      end(new Rejection.NotLeader(""));
    } else {
      stream.complete(opened);
    }
  }

  /** Completes once it is attached, or is not going to be. */
  CompletableFuture<Result<Subscription>> accepted() {
    return accepted;
  }

  @Override
  public void handedOver(LeaseId lease) {
    Bytes frame =
        PeerWire.encode(HandedOver.newBuilder().setLease(PeerWire.position(lease)).build());
    CompletableFuture<Void> _ = stream.thenAccept(opened -> opened.send(frame));
  }

  @Override
  public void close() {
    synchronized (this) {
      over = true;
    }
    CompletableFuture<Void> _ = stream.thenAccept(PeerStream::close);
  }

  @Override
  public void received(Bytes bytes) {
    ConsumeFrame frame = parse(bytes);
    if (frame == null) {
      end(new Rejection.NotLeader(""));
      CompletableFuture<Void> _ = stream.thenAccept(PeerStream::close);
      return;
    }
    switch (frame.getKindCase()) {
      // Nobody hands over before this, so whoever does finds the stream, and order holds.
      case ATTACHED -> {
        CompletableFuture<Void> _ =
            stream.thenAccept(_ -> accepted.complete(Result.accepted(this)));
      }
      case DELIVERY -> {
        if (isOpen()) {
          sink.deliver(PeerWire.delivery(queue, frame.getDelivery()));
        }
      }
      case ENDED -> end(RejectionWire.decode(frame.getEnded()));
      case KIND_NOT_SET -> {}
    }
  }

  @Override
  public void closed() {
    end(new Rejection.NotLeader(""));
  }

  /** Nothing of a subscription is lost with its stream: who consumes may begin again. */
  @Override
  public void broken(String why) {
    end(new Rejection.NotLeader(""));
  }

  private synchronized boolean isOpen() {
    return !over;
  }

  private void end(Rejection reason) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    if (!accepted.complete(Result.rejected(reason))) {
      sink.end(reason);
    }
  }

  private static @Nullable ConsumeFrame parse(Bytes bytes) {
    try {
      return ConsumeFrame.parseFrom(PeerWire.wire(bytes));
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }
}
