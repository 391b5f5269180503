package dev.vez.engine.routing;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.message.Bytes;
import dev.vez.engine.routing.proto.DeliveryFrame;
import dev.vez.engine.routing.proto.SubscriberFrame;
import dev.vez.engine.routing.proto.SubscriptionFrame;
import dev.vez.ports.api.CreditedSubscription;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.peers.PeerStream;
import dev.vez.ports.peers.PeerStreamListener;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.DeliverySink;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.UnaryOperator;

/**
 * A consumer of another node that grants its credit itself, at the leader: deliveries go over the
 * stream in frames, and count as handed over only when the other node says so.
 */
final class ProxiedSubscriber implements DeliverySink, PeerStreamListener {

  private static final int FRAME_BYTES = 256 << 10;

  private final PeerStream stream;
  private final UnaryOperator<Rejection> hints;
  private final CompletableFuture<CreditedSubscription> subscription = new CompletableFuture<>();

  /** Sent, and not known to be handed over, in order; bounded by the credit. */
  private final Deque<LeaseId> onItsWay = new ConcurrentLinkedDeque<>();

  /** Of the delivery thread. */
  private List<DeliveryFrame> waiting = new ArrayList<>();

  private long waitingBytes;

  /** A consumer that is yet to be attached. */
  ProxiedSubscriber(PeerStream stream, UnaryOperator<Rejection> hints) {
    this.stream = stream;
    this.hints = hints;
  }

  void attach(Messaging messaging, SubscribeRequest request) {
    CompletionStage<Void> _ = messaging.subscribe(request, this).thenAccept(this::onResult);
  }

  @Override
  public void deliver(Delivery delivery) {
    // First: what may arrive must be known to be on its way.
    onItsWay.add(delivery.lease());
    waiting.add(PeerWire.delivery(delivery));
    waitingBytes += delivery.body().size();
    if (waitingBytes >= FRAME_BYTES) {
      flush();
    }
  }

  @Override
  public void flush() {
    if (!waiting.isEmpty()) {
      send(SubscriptionFrame.newBuilder().addAllDeliveries(waiting));
      waiting = new ArrayList<>();
      waitingBytes = 0;
    }
  }

  @Override
  public void end(Rejection reason) {
    send(SubscriptionFrame.newBuilder().setEnded(RejectionWire.encode(hints.apply(reason))));
    stream.close();
  }

  @Override
  public void received(Bytes bytes) {
    SubscriberFrame frame;
    SettleBatch batch;
    try {
      frame = SubscriberFrame.parseFrom(PeerWire.wire(bytes));
      batch = SettleWire.batch(frame.getSettle());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      stream.close();
      broken("a frame was not understood");
      return;
    }
    CompletableFuture<Void> _ = subscription.thenAccept(it -> take(it, frame, batch));
  }

  private void take(CreditedSubscription to, SubscriberFrame frame, SettleBatch batch) {
    if (frame.getHandedOverCount() > 0) {
      for (long left = frame.getHandedOverCount(); left > 0 && onItsWay.poll() != null; left--) {
        // Handed over.
      }
      to.handedOver(PeerWire.leaseId(frame.getHandedOver()), frame.getHandedOverCount());
    }
    if (frame.getCredit() > 0) {
      to.grant(frame.getCredit());
    }
    if (frame.hasSettle()) {
      CompletionStage<Void> _ =
          to.settle(batch).thenAccept(result -> settled(frame.getSequence(), result));
    }
  }

  private void settled(long sequence, Result<List<Result<Settled>>> result) {
    SubscriptionFrame.SettledFrame.Builder settled =
        SubscriptionFrame.SettledFrame.newBuilder().setSequence(sequence);
    switch (result) {
      case Result.Accepted<List<Result<Settled>>>(var results) ->
          settled.setResults(SettleWire.results(results));
      case Result.Rejected<List<Result<Settled>>>(var reason) ->
          settled.setRejected(RejectionWire.encode(hints.apply(reason)));
    }
    send(SubscriptionFrame.newBuilder().setSettled(settled));
  }

  /** What the other node has not handed over by now it never will. */
  @Override
  public void closed() {
    CompletableFuture<Void> _ = subscription.thenAccept(CreditedSubscription::close);
  }

  /**
   * The other node may have handed over what it was sent, and be gone before it could say so: all
   * of it counts as handed over.
   */
  @Override
  public void broken(String why) {
    CompletableFuture<Void> _ =
        subscription.thenAccept(
            it -> {
              LeaseId last = onItsWay.peekLast();
              if (last != null) {
                it.handedOver(last, onItsWay.size());
              }
              it.close();
            });
  }

  private void onResult(Result<CreditedSubscription> result) {
    switch (result) {
      case Result.Accepted<CreditedSubscription>(var attached) -> {
        // First, so that what the other node has handed over finds it, in order.
        subscription.complete(attached);
        send(SubscriptionFrame.newBuilder().setAttached(true));
      }
      case Result.Rejected<CreditedSubscription>(var reason) -> end(reason);
    }
  }

  private void send(SubscriptionFrame.Builder frame) {
    stream.send(PeerWire.encode(frame.build()));
  }
}
