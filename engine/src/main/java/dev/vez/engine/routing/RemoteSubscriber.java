package dev.vez.engine.routing;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.message.Bytes;
import dev.vez.engine.routing.proto.DeliveryFrame;
import dev.vez.engine.routing.proto.Question;
import dev.vez.engine.routing.proto.SubscriberFrame;
import dev.vez.engine.routing.proto.SubscriptionFrame;
import dev.vez.ports.api.CreditedSubscription;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.peers.PeerStream;
import dev.vez.ports.peers.PeerStreamListener;
import dev.vez.ports.scheduling.DeliverySink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of this node that grants its credit itself, and whose queue another node leads:
 * deliveries and answers come over a stream; credit, settlements and what was handed over go back.
 */
final class RemoteSubscriber implements CreditedSubscription, PeerStreamListener {

  private final String queue;
  private final DeliverySink sink;
  private final CompletableFuture<Result<CreditedSubscription>> accepted =
      new CompletableFuture<>();
  private final CompletableFuture<PeerStream> stream = new CompletableFuture<>();

  // All below under this object.
  private final Map<Long, Settling> settling = new HashMap<>();
  private long lastSequence;

  /** The sink hears nothing more. */
  private boolean over;

  /** Nothing is answered any more. */
  private boolean broken;

  private record Settling(int expected, CompletableFuture<Result<List<Result<Settled>>>> answer) {}

  RemoteSubscriber(String queue, DeliverySink sink) {
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
  CompletableFuture<Result<CreditedSubscription>> accepted() {
    return accepted;
  }

  @Override
  public void grant(long messages) {
    send(SubscriberFrame.newBuilder().setCredit(messages));
  }

  @Override
  public void handedOver(LeaseId last, int count) {
    send(
        SubscriberFrame.newBuilder()
            .setHandedOver(PeerWire.position(last))
            .setHandedOverCount(count));
  }

  @Override
  public CompletionStage<Result<List<Result<Settled>>>> settle(SettleBatch batch) {
    CompletableFuture<Result<List<Result<Settled>>>> answer = new CompletableFuture<>();
    long sequence;
    synchronized (this) {
      if (broken) {
        // It has not left this node.
        answer.complete(Result.rejected(new Rejection.NotLeader("")));
        return answer;
      }
      sequence = ++lastSequence;
      settling.put(sequence, new Settling(batch.settlements().size(), answer));
    }
    send(SubscriberFrame.newBuilder().setSequence(sequence).setSettle(SettleWire.question(batch)));
    return answer;
  }

  @Override
  public void close() {
    synchronized (this) {
      over = true;
    }
    CompletableFuture<Void> _ = stream.thenAccept(PeerStream::close);
    abandonSettling();
  }

  @Override
  public void received(Bytes bytes) {
    SubscriptionFrame frame = parse(bytes);
    if (frame == null) {
      end(new Rejection.NotLeader(""));
      CompletableFuture<Void> _ = stream.thenAccept(PeerStream::close);
      abandonSettling();
      return;
    }
    if (frame.getAttached()) {
      // Nobody sends anything before this, so whoever does finds the stream, and order holds.
      CompletableFuture<Void> _ = stream.thenAccept(_ -> accepted.complete(Result.accepted(this)));
    }
    if (frame.getDeliveriesCount() > 0 && isOpen()) {
      for (DeliveryFrame delivery : frame.getDeliveriesList()) {
        sink.deliver(PeerWire.delivery(queue, delivery));
      }
      sink.flush();
    }
    if (frame.hasSettled()) {
      settled(frame.getSettled());
    }
    if (frame.hasEnded()) {
      end(RejectionWire.decode(frame.getEnded()));
    }
  }

  @Override
  public void closed() {
    broken("closed by the leader");
  }

  /** Nothing of a subscription is lost with its stream: who consumes may begin again. */
  @Override
  public void broken(String why) {
    end(new Rejection.NotLeader(""));
    abandonSettling();
  }

  private void settled(SubscriptionFrame.SettledFrame frame) {
    Settling settled;
    synchronized (this) {
      settled = settling.remove(frame.getSequence());
    }
    if (settled == null) {
      return;
    }
    settled.answer.complete(
        switch (frame.getResultCase()) {
          case RESULTS ->
              frame.getResults().getResultsCount() == settled.expected
                  ? Result.accepted(SettleWire.results(frame.getResults()))
                  : unknown("the leader answered something else");
          case REJECTED -> Result.rejected(RejectionWire.decode(frame.getRejected()));
          case RESULT_NOT_SET -> unknown("the leader's answer is of another version");
        });
  }

  private void abandonSettling() {
    List<Settling> abandoned;
    synchronized (this) {
      broken = true;
      abandoned = List.copyOf(settling.values());
      settling.clear();
    }
    abandoned.forEach(
        each -> each.answer.complete(unknown("the connection to the leader has ended")));
  }

  private static Result<List<Result<Settled>>> unknown(String why) {
    return Result.rejected(new Rejection.OutcomeUnknown(why));
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

  private void send(SubscriberFrame.Builder frame) {
    Bytes bytes = PeerWire.encode(frame.build());
    CompletableFuture<Void> _ = stream.thenAccept(opened -> opened.send(bytes));
  }

  private static @Nullable SubscriptionFrame parse(Bytes bytes) {
    try {
      return SubscriptionFrame.parseFrom(PeerWire.wire(bytes));
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }
}
