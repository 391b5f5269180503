package dev.vez.client;

import dev.vez.protos.fila.v1.ConsumeRequest;
import dev.vez.protos.fila.v1.ConsumeResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One consume call. Asks for as many messages as its window has room, and never for more. */
final class StreamConsumer
    implements Consumer, ClientResponseObserver<ConsumeRequest, ConsumeResponse> {

  private final int window;
  private final MessageHandler handler;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** Set before anything is received, since gRPC calls beforeStart first. */
  private volatile @Nullable ClientCallStreamObserver<ConsumeRequest> call;

  StreamConsumer(int window, MessageHandler handler) {
    this.window = window;
    this.handler = handler;
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public void close() {
    ended.complete(null);
    cancel("closed by the consumer");
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ConsumeRequest> stream) {
    stream.disableAutoRequestWithInitial(window);
    call = stream;
  }

  @Override
  public void onNext(ConsumeResponse response) {
    // The call may end with messages still on their way up: those are not for the handler.
    if (ended.isDone() || !response.hasMessage()) {
      return;
    }
    try {
      handler.handle(WireTypes.message(response.getMessage())).whenComplete(this::handled);
    } catch (RuntimeException failure) {
      fail(failure);
    }
  }

  @Override
  public void onError(Throwable failure) {
    ended.completeExceptionally(Failures.of(failure));
  }

  @Override
  public void onCompleted() {
    ended.complete(null);
  }

  private void handled(@Nullable Object result, @Nullable Throwable failure) {
    if (failure != null) {
      fail(failure);
      return;
    }
    ClientCallStreamObserver<ConsumeRequest> stream = call;
    if (stream != null && !ended.isDone()) {
      stream.request(1);
    }
  }

  private void fail(Throwable failure) {
    ended.completeExceptionally(failure);
    cancel("the handler failed");
  }

  private void cancel(String why) {
    ClientCallStreamObserver<ConsumeRequest> stream = call;
    if (stream != null) {
      stream.cancel(why, null);
    }
  }
}
