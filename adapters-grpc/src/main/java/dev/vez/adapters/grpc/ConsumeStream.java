package dev.vez.adapters.grpc;

import dev.vez.adapters.grpc.ParsedRequest.NotUnderstood;
import dev.vez.adapters.grpc.ParsedRequest.Understood;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Rejection.Draining;
import dev.vez.ports.api.Rejection.OutcomeUnknown;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Result.Accepted;
import dev.vez.ports.api.Result.Rejected;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.DeliverySink;
import dev.vez.protos.fila.v1.ConsumeRequest;
import dev.vez.protos.fila.v1.ConsumeResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consume stream: takes deliveries from the engine as they come and gives them to the transport
 * as it drains.
 *
 * <p>The engine delivers on its thread, the transport tells on its own that it is ready or that the
 * client has gone, a drain comes on a third. Each of them only notes what has happened and calls
 * {@link #run}, and whichever finds nobody at work does all the work that there is. So everything
 * that is sent, and every call of the subscription, comes from one thread at a time, and nobody
 * waits.
 *
 * <p>Nothing is sent before the subscription is known, for it must hear of every message that the
 * transport has taken. The engine keeps within the window, so what waits here is bounded by it.
 */
final class ConsumeStream extends ServerCall.Listener<ParsedRequest<ConsumeRequest>>
    implements DeliverySink, OpenCall {

  private static final Logger log = LoggerFactory.getLogger(ConsumeStream.class);

  /** Why the stream ends; the first reason counts. */
  private sealed interface Ending {
    /** The client has gone: nobody to tell, but the engine. */
    record ClientGone() implements Ending {}

    /** The engine has ended it: nobody to tell, but the client. */
    record EndedByEngine(Rejection reason) implements Ending {}

    /** We end it: client and engine must be told. */
    record EndedHere(CallFailure failure) implements Ending {}
  }

  /** A message that waits for the transport, and when its lease ends in monotonic nanoseconds. */
  private record Waiting(Delivery delivery, long leaseEndNanos) {}

  private final ServerCall<ParsedRequest<ConsumeRequest>, ConsumeResponse> call;
  private final Messaging messaging;
  private final int window;
  private final OpenCalls calls;
  private final Clock clock;
  private final CallDeadline deadline;
  private final Queue<Waiting> waiting;

  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final AtomicInteger signals = new AtomicInteger();
  private volatile @Nullable Subscription subscription;

  /** Of the transport's thread alone. */
  private @Nullable ConsumeRequest request;

  /** Of whoever is at work. */
  private boolean headersSent;

  private boolean ended;
  private boolean detached;

  /**
   * A stream whose request has not arrived.
   *
   * @param window messages that may wait here
   */
  ConsumeStream(
      ServerCall<ParsedRequest<ConsumeRequest>, ConsumeResponse> call,
      Messaging messaging,
      int window,
      OpenCalls calls,
      Clock clock) {
    this.call = call;
    this.messaging = messaging;
    this.window = window;
    this.calls = calls;
    this.clock = clock;
    this.deadline = calls.newDeadline();
    this.waiting = new ArrayBlockingQueue<>(window);
  }

  // From the transport

  @Override
  public void onMessage(ParsedRequest<ConsumeRequest> message) {
    if (request != null) {
      endHere(CallFailure.tooManyRequests());
      return;
    }
    switch (message) {
      case Understood<ConsumeRequest>(var understood) -> request = understood;
      case NotUnderstood<ConsumeRequest>(var failure) -> endHere(failure);
    }
  }

  @Override
  public void onHalfClose() {
    ConsumeRequest arrived = request;
    if (arrived == null) {
      endHere(CallFailure.noRequest());
      return;
    }
    if (arrived.getQueue().isEmpty()) {
      endHere(RejectionStatus.of(Requests.missing("queue")));
      return;
    }
    if (ending.get() != null) {
      return;
    }
    CompletionStage<Result<Subscription>> result;
    try {
      result = messaging.consume(arrived.getQueue(), window, this);
    } catch (RuntimeException e) {
      endUnexpectedly(e);
      return;
    }
    result.whenComplete(this::attached);
  }

  @Override
  public void onReady() {
    run();
  }

  @Override
  public void onCancel() {
    end(new Ending.ClientGone());
  }

  // From the engine

  @Override
  public void deliver(Delivery delivery) {
    long leaseEndNanos =
        clock.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(delivery.leaseMillis());
    if (ending.get() == null && !waiting.offer(new Waiting(delivery, leaseEndNanos))) {
      endUnexpectedly(
          new IllegalStateException(
              "Expected at most " + window + " messages ahead, but got one more"));
      return;
    }
    run();
  }

  @Override
  public void end(Rejection reason) {
    end(new Ending.EndedByEngine(reason));
  }

  private void attached(@Nullable Result<Subscription> result, @Nullable Throwable failure) {
    switch (result) {
      case Accepted<Subscription>(var accepted) -> {
        subscription = accepted;
        run();
      }
      case Rejected<Subscription>(var reason) -> end(new Ending.EndedByEngine(reason));
      case null -> endUnexpectedly(failure);
    }
  }

  // From the server

  @Override
  public void endIfOverdue(long nowNanos) {
    if (subscription == null && deadline.isOver(nowNanos)) {
      endHere(
          RejectionStatus.of(
              new OutcomeUnknown("not attached within " + calls.timeoutMillis() + " ms")));
    }
  }

  @Override
  public void drain() {
    endHere(RejectionStatus.of(new Draining()));
  }

  @Override
  public void abandon() {
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
    ending.compareAndSet(null, why);
    run();
  }

  /** Does what there is to do, or leaves it to whoever is at it. */
  private void run() {
    if (signals.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      Ending why = ending.get();
      if (why == null) {
        sendWhatFits();
      } else {
        finish(why);
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private void sendWhatFits() {
    Subscription attached = subscription;
    if (attached == null) {
      return;
    }
    try {
      if (!headersSent) {
        // Clients take the headers for a sign that they are attached, and some wait for it.
        headersSent = true;
        call.sendHeaders(new Metadata());
      }
      while (ending.get() == null && call.isReady()) {
        Waiting next = waiting.poll();
        if (next == null) {
          return;
        }
        // A lease that ended while it waited here may be another consumer's by now.
        if (clock.monotonicNanos() - next.leaseEndNanos() < 0) {
          call.sendMessage(WireTypes.delivered(next.delivery()));
        }
        attached.handedOver(next.delivery().lease());
      }
    } catch (RuntimeException e) {
      endUnexpectedly(e);
    }
  }

  private void finish(Ending why) {
    if (!ended) {
      ended = true;
      waiting.clear();
      switch (why) {
        case Ending.ClientGone() -> {}
        case Ending.EndedByEngine(var reason) -> RejectionStatus.of(reason).close(call);
        case Ending.EndedHere(var failure) -> failure.close(call);
      }
      calls.remove(this);
    }
    // Comes by again when the subscription becomes known only after the end.
    Subscription attached = subscription;
    if (attached != null && !detached && !(why instanceof Ending.EndedByEngine)) {
      detached = true;
      attached.close();
    }
  }
}
