package dev.vez.adapters.grpc;

import dev.vez.adapters.grpc.ParsedRequest.NotUnderstood;
import dev.vez.adapters.grpc.ParsedRequest.Understood;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Rejection.Draining;
import dev.vez.ports.api.Rejection.OutcomeUnknown;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Result.Accepted;
import dev.vez.ports.api.Result.Rejected;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One unary call. The transport brings the request on its thread, the engine the result on another,
 * the sweep of deadlines and a drain come on further ones; a {@link ServerCall} bears only one of
 * them. So whoever moves the state to {@code ENDED} sends, and nobody else does.
 */
final class UnaryCall<Q, V, A> extends ServerCall.Listener<ParsedRequest<Q>> implements OpenCall {

  private static final Logger log = LoggerFactory.getLogger(UnaryCall.class);

  private enum State {
    /** The request has not arrived. */
    WAITING,
    /** The use case has been started. */
    STARTED,
    /** Answered, refused, or given up by the client. */
    ENDED
  }

  private final ServerCall<ParsedRequest<Q>, A> call;
  private final UnaryMethod<Q, V, A> method;
  private final OpenCalls calls;
  private final CallDeadline deadline;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private @Nullable Q request;

  UnaryCall(ServerCall<ParsedRequest<Q>, A> call, UnaryMethod<Q, V, A> method, OpenCalls calls) {
    this.call = call;
    this.method = method;
    this.calls = calls;
    this.deadline =
        switch (method.length()) {
          case SHORT -> calls.newDeadline();
          case LONG -> CallDeadline.NONE;
        };
  }

  @Override
  public void onMessage(ParsedRequest<Q> message) {
    if (request != null) {
      endFrom(State.WAITING, CallFailure.tooManyRequests());
      return;
    }
    switch (message) {
      case Understood<Q>(Q understood) -> request = understood;
      case NotUnderstood<Q>(CallFailure failure) -> endFrom(State.WAITING, failure);
    }
  }

  @Override
  public void onHalfClose() {
    Q arrived = request;
    if (arrived == null) {
      endFrom(State.WAITING, CallFailure.noRequest());
      return;
    }
    request = null;
    if (state.compareAndSet(State.WAITING, State.STARTED)) {
      start(arrived);
    }
  }

  /** The client has gone; whatever comes of the use case, nobody will hear of it. */
  @Override
  public void onCancel() {
    if (state.getAndSet(State.ENDED) != State.ENDED) {
      calls.remove(this);
    }
  }

  @Override
  public void endIfOverdue(long nowNanos) {
    if (!deadline.isOver(nowNanos)) {
      return;
    }
    // What the client may conclude differs: without a request nothing can have been done.
    endFrom(State.WAITING, CallFailure.requestTooLate(calls.timeoutMillis()));
    endFrom(State.STARTED, new OutcomeUnknown("no answer within " + calls.timeoutMillis() + " ms"));
  }

  @Override
  public void drain() {
    endFrom(State.WAITING, new Draining());
    switch (method.length()) {
      case SHORT -> {} // It is waited for.
      case LONG ->
          endFrom(
              State.STARTED,
              new OutcomeUnknown("this node is shutting down; what was begun goes on"));
    }
  }

  @Override
  public void abandon() {
    drain();
    endFrom(State.STARTED, new OutcomeUnknown("this node has shut down before it was done"));
  }

  private void start(Q arrived) {
    CompletionStage<Result<V>> result;
    try {
      result = method.start().start(arrived, ConnectionNumbers.of(call));
    } catch (RuntimeException e) {
      endUnexpectedly(e);
      return;
    }
    result.whenComplete(this::finish);
  }

  private void finish(@Nullable Result<V> result, @Nullable Throwable failure) {
    switch (result) {
      case Accepted<V>(V value) -> answer(value);
      case Rejected<V>(Rejection reason) -> endFrom(State.STARTED, reason);
      case null -> endUnexpectedly(failure);
    }
  }

  private void answer(V value) {
    A answer;
    try {
      answer = method.answer().apply(value);
    } catch (RuntimeException e) {
      endUnexpectedly(e);
      return;
    }
    if (state.compareAndSet(State.STARTED, State.ENDED)) {
      try {
        call.sendHeaders(new Metadata());
        call.sendMessage(answer);
        call.close(Status.OK, new Metadata());
      } finally {
        calls.remove(this);
      }
    }
  }

  private void endUnexpectedly(@Nullable Throwable failure) {
    log.error("{} failed unexpectedly", call.getMethodDescriptor().getFullMethodName(), failure);
    endFrom(State.STARTED, CallFailure.unexpected());
  }

  private void endFrom(State expected, Rejection reason) {
    endFrom(expected, RejectionStatus.of(reason));
  }

  private void endFrom(State expected, CallFailure failure) {
    if (state.compareAndSet(expected, State.ENDED)) {
      try {
        failure.close(call);
      } finally {
        calls.remove(this);
      }
    }
  }
}
