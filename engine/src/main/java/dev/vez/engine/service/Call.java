package dev.vez.engine.service;

import dev.vez.engine.group.Submission;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import java.util.concurrent.CompletableFuture;

/**
 * A request together with the answer that its caller waits for.
 *
 * @param <T> what the caller gets
 */
abstract class Call<T> extends CompletableFuture<Result<T>> implements Submission {

  /** Roughly what a command takes apart from its payload and texts. */
  static final int COMMAND_BYTES = 96;

  final void accept(T value) {
    complete(Result.accepted(value));
  }

  @Override
  public final void refused(Rejection reason) {
    complete(Result.rejected(reason));
  }
}
