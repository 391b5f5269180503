package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class InterceptorsTest {

  @Test
  void shouldRunTheFirstInterceptorOutermostAndAskTheBrokerLast() {
    List<String> order = new CopyOnWriteArrayList<>();
    ServerInterceptor refusing = new Refusing();
    try (TestServer server =
        new TestServer(
            TestServer.settings(),
            List.of(noting(order, "outer"), noting(order, "inner"), refusing))) {
      Failure failure =
          Failure.of(
              () ->
                  FilaServiceGrpc.newBlockingStub(server.connect())
                      .enqueue(EnqueueRequest.getDefaultInstance()));

      assertThat(failure.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(order).containsExactly("outer", "inner");
      assertThat(server.messaging.enqueued).isEmpty();
    }
  }

  private static ServerInterceptor noting(List<String> order, String name) {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        order.add(name);
        return next.startCall(call, headers);
      }
    };
  }

  private static final class Refusing implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      call.close(Status.UNAUTHENTICATED, new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }
}
