package dev.vez.engine.routing;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.message.Bytes;
import dev.vez.engine.routing.proto.ConsumeFrame;
import dev.vez.engine.routing.proto.Done;
import dev.vez.engine.routing.proto.HandedOver;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.peers.PeerStream;
import dev.vez.ports.peers.PeerStreamListener;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.DeliverySink;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/**
 * A consumer of another node, at the leader: deliveries go over the stream, which the window
 * bounds, and count as handed over when the other node says so, or can say nothing any more.
 */
final class ProxiedConsumer implements DeliverySink, PeerStreamListener {

  private final PeerStream stream;
  private final UnaryOperator<Rejection> hints;
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

  /** Sent, and not known to be handed over, in order; bounded by the window. */
  private final Queue<LeaseId> onItsWay = new ConcurrentLinkedQueue<>();

  /** A consumer that is yet to be attached. */
  ProxiedConsumer(PeerStream stream, UnaryOperator<Rejection> hints) {
    this.stream = stream;
    this.hints = hints;
  }

  void attach(Messaging messaging, String queue, int window) {
    messaging.consume(queue, window, this).thenAccept(this::onResult);
  }

  @Override
  public void deliver(Delivery delivery) {
    // First: what may arrive must be known to be on its way.
    onItsWay.add(delivery.lease());
    stream.send(
        PeerWire.encode(
            ConsumeFrame.newBuilder().setDelivery(PeerWire.delivery(delivery)).build()));
  }

  @Override
  public void end(Rejection reason) {
    stream.send(
        PeerWire.encode(
            ConsumeFrame.newBuilder().setEnded(RejectionWire.encode(hints.apply(reason))).build()));
    stream.close();
  }

  @Override
  public void received(Bytes bytes) {
    try {
      HandedOver frame = HandedOver.parseFrom(PeerWire.wire(bytes));
      LeaseId lease = PeerWire.leaseId(frame.getLease());
      onItsWay.remove(lease);
      CompletableFuture<Void> _ = subscription.thenAccept(it -> it.handedOver(lease));
    } catch (InvalidProtocolBufferException e) {
      stream.close();
      broken("a frame was not understood");
    }
  }

  /** What the other node has not handed over by now it never will. */
  @Override
  public void closed() {
    CompletableFuture<Void> _ = subscription.thenAccept(Subscription::close);
  }

  /**
   * The other node may have handed over what it was sent, and be gone before it could say so: all
   * of it keeps its leases.
   */
  @Override
  public void broken(String why) {
    CompletableFuture<Void> _ =
        subscription.thenAccept(
            it -> {
              for (LeaseId lease = onItsWay.poll(); lease != null; lease = onItsWay.poll()) {
                it.handedOver(lease);
              }
              it.close();
            });
  }

  private void onResult(Result<Subscription> result) {
    switch (result) {
      case Result.Accepted<Subscription>(var attached) -> {
        // First, so that what the other node has handed over finds it, in order.
        subscription.complete(attached);
        stream.send(
            PeerWire.encode(
                ConsumeFrame.newBuilder().setAttached(Done.getDefaultInstance()).build()));
      }
      case Result.Rejected<Subscription>(var reason) -> end(reason);
    }
  }
}
