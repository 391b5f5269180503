package dev.vez.adapters.grpc;

import dev.vez.protos.fila.v1.ConsumeRequest;
import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.NackRequest;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The fuzz target on random inputs, so that it is known to work when {@code -Pfuzz} runs it. */
class RequestFuzzTest {

  private static final int METHODS_MAX = 24;

  @Property(tries = 1_000)
  void shouldAnswerWhateverComes(@ForAll byte[] data) {
    RequestFuzz.fuzzerTestOneInput(data);
  }

  @Test
  void shouldAnswerWellFormedRequests() {
    byte[][] requests = {
      EnqueueRequest.newBuilder().setQueue("q").putHeaders("a", "b").build().toByteArray(),
      ConsumeRequest.newBuilder().setQueue("q").build().toByteArray(),
      NackRequest.newBuilder()
          .setQueue("q")
          .setMessageId(FakeMessaging.FIRST_ID.toString())
          .setError("e")
          .build()
          .toByteArray(),
    };
    for (byte[] request : requests) {
      for (int method = 0; method < METHODS_MAX; method++) {
        byte[] data = new byte[request.length + 1];
        data[0] = (byte) method;
        System.arraycopy(request, 0, data, 1, request.length);
        RequestFuzz.fuzzerTestOneInput(data);
      }
    }
  }
}
