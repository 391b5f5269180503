package dev.vez.adapters.grpc;

import dev.vez.adapters.grpc.ParsedRequest.NotUnderstood;
import dev.vez.adapters.grpc.ParsedRequest.Understood;
import dev.vez.domain.id.LeaseId;
import dev.vez.ports.api.CreditedSubscription;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Rejection.Draining;
import dev.vez.ports.api.Rejection.InvalidArgument;
import dev.vez.ports.api.Rejection.OutcomeUnknown;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.DeliverySink;
import dev.vez.protos.vez.v1.AtEnd;
import dev.vez.protos.vez.v1.SettleRequest;
import dev.vez.protos.vez.v1.SubscribeOpen;
import dev.vez.protos.vez.v1.SubscribeRequest;
import dev.vez.protos.vez.v1.SubscribeResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription: hands credit and settlements to the engine as they come, and deliveries and
 * answers to the transport as it drains.
 *
 * <p>As in {@link PublishStream} each thread notes what has happened and calls {@link #run}, and
 * one of them does the work. What waits for the transport is bounded by the engine, which never
 * gets far ahead of what was handed over; what waits for answers is bounded by not reading on.
 */
final class SubscribeStream extends ServerCall.Listener<ParsedRequest<SubscribeRequest>>
    implements DeliverySink, OpenCall {

  private static final Logger log = LoggerFactory.getLogger(SubscribeStream.class);

  /** A response takes no more deliveries once it has so many bytes of bodies. */
  private static final long RESPONSE_BYTES = 64 << 10;

  /** Nor more than so many. */
  private static final int RESPONSE_DELIVERIES = 256;

  /** Why the stream ends; the first reason counts. */
  private sealed interface Ending {

    /** The client sends nothing more: it ends well, once all is answered. */
    record Finished() implements Ending {}

    /** The client has gone: nobody to tell, but the engine. */
    record ClientGone() implements Ending {}

    /** The engine has ended it, and answers nothing more that matters. */
    record EndedByEngine(Rejection reason) implements Ending {}

    /** We end it. */
    record EndedHere(CallFailure failure) implements Ending {}
  }

  /** A message that waits for the transport, and when its lease ends in monotonic nanoseconds. */
  private record Waiting(Delivery delivery, long leaseEndNanos) {}

  /** Settlements that the client has not been told of. */
  private static final class Settling {
    private final long sequence;
    private final int count;
    private final long bytes;
    private final long sinceNanos;
    private final AtomicReference<@Nullable Result<List<Result<Settled>>>> result =
        new AtomicReference<>();

    Settling(SettleRequest request, long sinceNanos) {
      this.sequence = request.getSequence();
      this.count = SettleWire.count(request);
      this.bytes = request.getSerializedSize();
      this.sinceNanos = sinceNanos;
    }
  }

  private final ServerCall<ParsedRequest<SubscribeRequest>, SubscribeResponse> call;
  private final Messaging messaging;
  private final OpenCalls calls;
  private final Clock clock;
  private final CallDeadline deadline;
  private final ReadingGate gate;
  private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Settling> settling = new ConcurrentLinkedQueue<>();

  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final AtomicInteger signals = new AtomicInteger();
  private volatile @Nullable CreditedSubscription subscription;

  /** Of the transport's thread alone. */
  private @Nullable String queue;

  /** Of whoever is at work. */
  private boolean headersSent;

  private boolean closed;
  private boolean detached;

  /**
   * A stream whose first request has not arrived.
   *
   * @param room what all streams share
   */
  SubscribeStream(
      ServerCall<ParsedRequest<SubscribeRequest>, SubscribeResponse> call,
      Messaging messaging,
      StreamLimits limits,
      SharedRoom room,
      OpenCalls calls,
      Clock clock) {
    this.call = call;
    this.messaging = messaging;
    this.calls = calls;
    this.clock = clock;
    this.deadline = calls.newDeadline();
    this.gate = new ReadingGate(limits, room, () -> call.request(1));
  }

  // From the transport

  @Override
  public void onMessage(ParsedRequest<SubscribeRequest> message) {
    switch (message) {
      case Understood<SubscribeRequest>(var request) -> {
        if (ending.get() == null) {
          take(request);
        }
      }
      case NotUnderstood<SubscribeRequest>(var failure) -> endHere(failure);
    }
  }

  @Override
  public void onHalfClose() {
    if (queue == null) {
      endHere(CallFailure.noRequest());
    } else {
      end(new Ending.Finished());
    }
  }

  @Override
  public void onReady() {
    run();
  }

  @Override
  public void onCancel() {
    end(new Ending.ClientGone());
  }

  private void take(SubscribeRequest request) {
    String opened = queue;
    if (request.hasOpen() != (opened == null)) {
      endHere(
          RejectionStatus.of(
              new InvalidArgument(
                  "open",
                  opened == null
                      ? "expected the first request to open the subscription, but it does not"
                      : "expected one request that opens the subscription, but got another")));
    } else if (opened == null) {
      open(request.getOpen(), request);
    } else {
      goOn(opened, request);
    }
  }

  /** Nothing more is read until it is open, so the rest finds the subscription. */
  private void open(SubscribeOpen open, SubscribeRequest request) {
    queue = open.getQueue();
    if (open.getQueue().isEmpty()) {
      endHere(RejectionStatus.of(Requests.missing("open.queue")));
      return;
    }
    if (open.getMaxInFlight() < 0 || open.getAtEnd() == AtEnd.UNRECOGNIZED) {
      endHere(
          RejectionStatus.of(
              new InvalidArgument(
                  "open",
                  "expected a max_in_flight of at most 2,147,483,647 and an at_end that"
                      + " this version knows")));
      return;
    }
    CompletionStage<Result<CreditedSubscription>> result;
    try {
      result =
          messaging.subscribe(
              new dev.vez.ports.api.SubscribeRequest(
                  open.getQueue(),
                  WireTypes.count(request.getCredit()),
                  open.getMaxInFlight(),
                  open.getAtEnd() == AtEnd.AT_END_KEEP
                      ? dev.vez.ports.api.SubscribeRequest.AtEnd.KEEP
                      : dev.vez.ports.api.SubscribeRequest.AtEnd.RELEASE),
              this);
    } catch (RuntimeException e) {
      endUnexpectedly(e);
      return;
    }
    result.whenComplete((value, failure) -> opened(request, value, failure));
  }

  private void opened(
      SubscribeRequest request,
      @Nullable Result<CreditedSubscription> result,
      @Nullable Throwable failure) {
    switch (result) {
      case Result.Accepted<CreditedSubscription>(var accepted) -> {
        subscription = accepted;
        if (request.hasSettle()) {
          settle(accepted, request.getOpen().getQueue(), request.getSettle());
        } else {
          gate.arrived(0, 0);
        }
        run();
      }
      case Result.Rejected<CreditedSubscription>(var reason) ->
          end(new Ending.EndedByEngine(reason));
      case null -> endUnexpectedly(failure);
    }
  }

  private void goOn(String opened, SubscribeRequest request) {
    CreditedSubscription current = subscription;
    if (current == null) {
      endUnexpectedly(new IllegalStateException("Expected no request before it is open"));
      return;
    }
    try {
      if (request.getCredit() != 0) {
        current.grant(WireTypes.count(request.getCredit()));
      }
      if (request.hasSettle()) {
        settle(current, opened, request.getSettle());
      } else {
        gate.arrived(0, 0);
      }
    } catch (RuntimeException e) {
      endUnexpectedly(e);
    }
  }

  private void settle(CreditedSubscription current, String opened, SettleRequest request) {
    Settling one = new Settling(request, clock.monotonicNanos());
    settling.add(one);
    CompletionStage<Result<List<Result<Settled>>>> result =
        switch (SettleWire.batch(opened, request, true)) {
          case Result.Accepted<SettleBatch>(var batch) -> current.settle(batch);
          case Result.Rejected<SettleBatch>(var reason) ->
              CompletableFuture.completedFuture(Result.rejected(reason));
        };
    gate.arrived(one.count, one.bytes);
    result.whenComplete((value, failure) -> settled(one, value, failure));
  }

  private void settled(
      Settling one, @Nullable Result<List<Result<Settled>>> value, @Nullable Throwable failure) {
    gate.completed(one.bytes);
    if (value == null) {
      endUnexpectedly(failure);
      return;
    }
    one.result.compareAndSet(null, value);
    run();
  }

  // From the engine

  @Override
  public void deliver(Delivery delivery) {
    if (ending.get() == null) {
      waiting.add(
          new Waiting(
              delivery,
              clock.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(delivery.leaseMillis())));
    }
  }

  @Override
  public void flush() {
    run();
  }

  @Override
  public void end(Rejection reason) {
    end(new Ending.EndedByEngine(reason));
  }

  // From the server

  @Override
  public void endIfOverdue(long nowNanos) {
    if (subscription == null) {
      if (deadline.isOver(nowNanos)) {
        endHere(
            queue == null
                ? CallFailure.requestTooLate(calls.timeoutMillis())
                : RejectionStatus.of(
                    new OutcomeUnknown("not attached within " + calls.timeoutMillis() + " ms")));
      }
      return;
    }
    long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(calls.timeoutMillis());
    boolean isAnyOver = false;
    for (Settling one : settling) {
      if (nowNanos - one.sinceNanos < timeoutNanos) {
        break;
      }
      Rejection unknown = new OutcomeUnknown("no answer within " + calls.timeoutMillis() + " ms");
      isAnyOver |= one.result.compareAndSet(null, Result.rejected(unknown));
    }
    if (isAnyOver) {
      run();
    }
  }

  @Override
  public void drain() {
    endHere(RejectionStatus.of(new Draining()));
  }

  @Override
  public void abandon() {
    Ending before = ending.get();
    if (before instanceof Ending.Finished) {
      ending.compareAndSet(before, null);
    }
    drain();
  }

  private void endUnexpectedly(@Nullable Throwable failure) {
    log.error("{} failed unexpectedly", call.getMethodDescriptor().getFullMethodName(), failure);
    endHere(CallFailure.unexpected());
  }

  private void endHere(CallFailure failure) {
    end(new Ending.EndedHere(failure));
  }

  private void end(Ending why) {
    Ending before = ending.get();
    // Whoever waits for answers may still be cut off.
    if (before == null || before instanceof Ending.Finished) {
      ending.compareAndSet(before, why);
    }
    run();
  }

  /** Does what there is to do, or leaves it to whoever is at it. */
  private void run() {
    if (signals.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      work();
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private void work() {
    Ending why = ending.get();
    CreditedSubscription current = subscription;
    if (!closed && current != null && (why == null || why instanceof Ending.Finished)) {
      send(current, why == null);
    }
    if (!closed && why != null) {
      switch (why) {
        case Ending.Finished() -> {
          if (current != null && settling.isEmpty()) {
            close(new CallFailure(Status.OK, new Metadata()));
          }
        }
        case Ending.ClientGone() -> close(null);
        case Ending.EndedByEngine(var reason) -> close(RejectionStatus.of(reason));
        case Ending.EndedHere(var failure) -> close(failure);
      }
    }
    // Comes by again when the subscription becomes known only after the end.
    if (closed && current != null && !detached) {
      detached = true;
      current.close();
    }
  }

  private void send(CreditedSubscription current, boolean isDelivering) {
    if (!headersSent) {
      headersSent = true;
      call.sendHeaders(new Metadata());
    }
    while (call.isReady()) {
      SubscribeResponse.Builder response = SubscribeResponse.newBuilder();
      addAnswers(response);
      LeaseId last = isDelivering ? addDeliveries(response) : null;
      if (response.getSettledCount() == 0 && last == null) {
        return;
      }
      call.sendMessage(response.build());
      if (last != null) {
        current.handedOver(last, response.getDeliveriesCount());
      }
    }
  }

  private void addAnswers(SubscribeResponse.Builder response) {
    for (Settling one = settling.peek(); one != null; one = settling.peek()) {
      Result<List<Result<Settled>>> result = one.result.get();
      if (result == null) {
        return;
      }
      settling.remove();
      response.addSettled(SettleWire.response(one.sequence, result));
      gate.answered(one.count, one.bytes);
    }
  }

  /** The lease of the last one that was added, none where there was none. */
  private @Nullable LeaseId addDeliveries(SubscribeResponse.Builder response) {
    LeaseId last = null;
    long bytes = 0;
    long nowNanos = clock.monotonicNanos();
    while (bytes < RESPONSE_BYTES && response.getDeliveriesCount() < RESPONSE_DELIVERIES) {
      Waiting next = waiting.poll();
      if (next == null) {
        break;
      }
      Delivery delivery = next.delivery;
      long leaseMillis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(next.leaseEndNanos - nowNanos));
      response.addDeliveries(
          dev.vez.protos.vez.v1.Delivery.newBuilder()
              .setLeaseId(LeaseToken.of(delivery.message().id(), delivery.lease()))
              .setMessage(WireTypes.message(delivery))
              .setLeaseMs(leaseMillis)
              .setDeadlineMs(delivery.leasedAtMillis() + delivery.leaseMillis()));
      bytes += delivery.body().size();
      last = delivery.lease();
    }
    return last;
  }

  /**
   * The end.
   *
   * @param how none where nobody is left to be told
   */
  private void close(@Nullable CallFailure how) {
    closed = true;
    waiting.clear();
    try {
      if (how != null) {
        how.close(call);
      }
    } finally {
      calls.remove(this);
    }
  }
}
