package dev.vez.adapters.grpc;

import dev.vez.ports.api.Result;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * How one unary method is carried out.
 *
 * @param start starts the use case
 * @param answer what its value looks like on the wire
 * @param <Q> request on the wire
 * @param <V> value of the use case
 * @param <A> answer on the wire
 */
record UnaryMethod<Q, V, A>(Start<Q, V> start, Function<V, A> answer) {

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
