package dev.vez.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.vez.client.BrokerAddress;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.ReceivedMessage;
import dev.vez.client.VezClient;
import dev.vez.client.VezException;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts in a whole broker, by its wire. */
@Timeout(120)
final class HooksIT {

  /** Nearly as long as it may run, and never a failure that would open the breaker. */
  private static final String SLOW =
      "function on_enqueue(msg) for i = 1, 900000 do end return { fairness_key = 'slow' } end";

  private static final String BY_TENANT =
      "function on_enqueue(msg) return { fairness_key = msg.headers.tenant } end";

  @TempDir private Path folder;

  /** On one connection, as many producers do it. */
  @Test
  void shouldNotLetTheSlowScriptOfOneQueueHoldUpOthers() {
    try (VezServer server = VezServer.start(TestConfig.in(folder));
        VezClient client = VezClient.of(new BrokerAddress("127.0.0.1", server.port()))) {
      join(client.createQueue(NewQueue.named("slow").withOnEnqueue(SLOW)));
      join(client.createQueue(NewQueue.named("quick").withOnEnqueue(BY_TENANT)));
      List<CompletableFuture<String>> slow = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        slow.add(
            client.enqueue("slow", Map.of("n", "" + i), ByteString.EMPTY).toCompletableFuture());
      }

      for (int i = 0; i < 10; i++) {
        join(client.enqueue("quick", Map.of("tenant", "acme"), ByteString.EMPTY));
      }

      // Had they waited for their turn among the slow ones, those would all be done.
      assertThat(slow.stream().filter(CompletableFuture::isDone).count()).isLessThan(450);
      slow.forEach(HooksIT::join);
      assertThat(join(client.queueStats("slow")).keys().getFirst().key()).isEqualTo("slow");
    }
  }

  @Test
  void shouldLetOnFailureSeeWhatTheConsumerSaid() throws InterruptedException {
    try (VezServer server = VezServer.start(TestConfig.in(folder));
        VezClient client = VezClient.of(new BrokerAddress("127.0.0.1", server.port()))) {
      join(
          client.createQueue(
              NewQueue.named("orders")
                  .withOnFailure(
                      """
                      function on_failure(msg)
                        assert(msg.headers.tenant == "acme" and msg.queue == "orders")
                        assert(msg.attempts == 1 and msg.error == "HTTP 503")
                        return { delay_ms = 200 }
                      end
                      """)));
      LinkedBlockingQueue<ReceivedMessage> received = new LinkedBlockingQueue<>();
      try (Consumer _ =
          client.consume(
              "orders", 4, message -> CompletableFuture.completedFuture(received.add(message)))) {
        String id = join(client.enqueue("orders", Map.of("tenant", "acme"), ByteString.EMPTY));
        assertThat(received.poll(1, TimeUnit.MINUTES)).isNotNull();

        join(client.nack("orders", id, "HTTP 503"));

        ReceivedMessage again = received.poll(1, TimeUnit.MINUTES);
        assertThat(again).isNotNull();
        assertThat(again.id()).isEqualTo(id);
        assertThat(again.attempts()).isEqualTo(1);
      }
    }
  }

  @Test
  void shouldRefuseMessagesWhoseScriptFailsWhereConfigured() {
    try (VezServer server = VezServer.start(TestConfig.with(folder, "lua.on_error=reject"));
        VezClient client = VezClient.of(new BrokerAddress("127.0.0.1", server.port()))) {
      join(
          client.createQueue(
              NewQueue.named("orders")
                  .withOnEnqueue("function on_enqueue(msg) return msg.headers.a.b end")));

      assertThatThrownBy(() -> join(client.enqueue("orders", Map.of(), ByteString.EMPTY)))
          .cause()
          .isInstanceOfSatisfying(
              VezException.class,
              failure -> {
                assertThat(failure.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                assertThat(failure).hasMessageContaining("line 1: attempt to index field 'a'");
              });
      assertThat(join(client.queueStats("orders")).depth()).isZero();
    }
  }

  @Test
  void shouldRefuseAScriptThatDoesNotDefineItsFunction() {
    try (VezServer server = VezServer.start(TestConfig.in(folder));
        VezClient client = VezClient.of(new BrokerAddress("127.0.0.1", server.port()))) {
      for (NewQueue queue :
          List.of(
              NewQueue.named("orders").withOnEnqueue("function on_failure(msg) return {} end"),
              NewQueue.named("orders").withOnFailure("function on_enqueue(msg) return {} end"))) {
        assertThatThrownBy(() -> join(client.createQueue(queue)))
            .cause()
            .isInstanceOfSatisfying(
                VezException.class,
                failure -> {
                  assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                  assertThat(failure).hasMessageContaining("the script does not define");
                });
      }
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
