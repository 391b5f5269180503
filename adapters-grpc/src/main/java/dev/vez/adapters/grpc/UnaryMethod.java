package dev.vez.adapters.grpc;

import dev.vez.ports.api.Result;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * How one unary method is carried out.
 *
 * @param start starts the use case
 * @param answer what its value looks like on the wire
 * @param length whether the server waits for it as for others
 * @param <Q> request on the wire
 * @param <V> value of the use case
 * @param <A> answer on the wire
 */
record UnaryMethod<Q, V, A>(Start<Q, V> start, Function<V, A> answer, Length length) {

  /** How long a use case may take. */
  enum Length {
    /** The server gives up a call that takes too long, and waits for it when it drains. */
    SHORT,
    /**
     * It goes on without its caller, and for as long as it takes: the server sets it no deadline,
     * and does not wait for it when it drains.
     */
    LONG
  }

  /** A method that takes as long as calls do. */
  UnaryMethod(Start<Q, V> start, Function<V, A> answer) {
    this(start, answer, Length.SHORT);
  }

  /** Starts a use case; must not block. */
  @FunctionalInterface
  interface Start<Q, V> {

    /**
     * Starts it.
     *
     * @param connection number of the connection that the request came over
     */
    CompletionStage<Result<V>> start(Q request, long connection);
  }
}
