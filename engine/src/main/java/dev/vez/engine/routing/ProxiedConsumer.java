package dev.vez.engine.routing;

import com.google.protobuf.InvalidProtocolBufferException;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A consumer of another node, at the leader: deliveries go over the stream, which the window
 * bounds, and count as handed over only when the other node says so.
 */
final class ProxiedConsumer implements DeliverySink, PeerStreamListener {

  private final PeerStream stream;
  private final UnaryOperator<Rejection> hints;
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

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
      CompletableFuture<Void> _ =
          subscription.thenAccept(it -> it.handedOver(PeerWire.leaseId(frame.getLease())));
    } catch (InvalidProtocolBufferException e) {
      stream.close();
      ended("a frame was not understood");
    }
  }

  @Override
  public void ended(String why) {
    CompletableFuture<Void> _ = subscription.thenAccept(Subscription::close);
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
