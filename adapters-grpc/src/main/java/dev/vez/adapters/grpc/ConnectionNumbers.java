package dev.vez.adapters.grpc;

import io.grpc.Attributes;
import io.grpc.ServerCall;
import io.grpc.ServerTransportFilter;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Numbers the connections, so that the engine can keep the requests of each in order. */
final class ConnectionNumbers extends ServerTransportFilter {

  private static final Attributes.Key<Long> NUMBER =
      Attributes.Key.create("dev.vez.connection-number");

  private final AtomicLong last = new AtomicLong();

  @Override
  public Attributes transportReady(Attributes attributes) {
    return attributes.toBuilder().set(NUMBER, last.incrementAndGet()).build();
  }

  /** Number of the connection that the call came over, 1 or greater. */
  static long of(ServerCall<?, ?> call) {
    @Nullable Long number = call.getAttributes().get(NUMBER);
    if (number == null) {
      throw new IllegalStateException("Expected a numbered connection, but it has no number");
    }
    return number;
  }
}
