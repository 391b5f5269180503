package dev.vez.client;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns the one response of a call into the result of a future.
 *
 * @param <R> the response on the wire
 * @param <T> the result
 */
final class Answer<R, T> implements StreamObserver<R> {

  private final Function<R, T> reader;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private @Nullable R response;

  Answer(Function<R, T> reader) {
    this.reader = reader;
  }

  CompletableFuture<T> result() {
    return result;
  }

  @Override
  public void onNext(R value) {
    response = value;
  }

  @Override
  public void onError(Throwable failure) {
    result.completeExceptionally(Failures.of(failure));
  }

  @Override
  public void onCompleted() {
    R value = response;
    if (value == null) {
      result.completeExceptionally(new IllegalStateException("The broker sent no response"));
    } else {
      result.complete(reader.apply(value));
    }
  }
}
