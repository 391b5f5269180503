package dev.vez.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.vez.app.config.Config;
import dev.vez.app.server.StartFailure;
import dev.vez.app.server.TestConfig;
import dev.vez.app.server.VezServer;
import dev.vez.client.BrokerAddress;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import dev.vez.ports.telemetry.Telemetry;
import io.opentelemetry.api.common.Attributes;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole server, looked at as Prometheus does. */
@Timeout(120)
final class MetricsIT {

  @TempDir private Path folder;

  @Test
  void shouldShowPrometheusWhatHappensToMessages() throws Exception {
    int port = freePort();
    try (VezServer server = VezServer.start(config("127.0.0.1:" + port));
        VezClient client = VezClient.of(new BrokerAddress("127.0.0.1", server.port()))) {
      client.createQueue(NewQueue.named("orders")).toCompletableFuture().join();
      for (int i = 0; i < 3; i++) {
        client
            .enqueue("orders", Map.of(), ByteString.copyFromUtf8("m" + i))
            .toCompletableFuture()
            .join();
      }
      CompletableFuture<Void> acked = new CompletableFuture<>();
      try (Consumer _ =
          client.consume(
              "orders",
              1,
              message -> client.ack("orders", message.id()).thenRun(() -> acked.complete(null)))) {
        acked.join();
      }

      String page = metrics(port);

      assertThat(page)
          .containsPattern("(?m)^vez_messages_enqueued_total\\{.*queue_id=\"orders\".*} 3")
          .containsPattern("(?m)^vez_messages_acked_total\\{.*queue_id=\"orders\".*} [123]")
          .containsPattern("(?m)^vez_messages_leased_total\\{.*queue_id=\"orders\".*} [123]")
          .containsPattern("(?m)^vez_queue_depth\\{.*queue_id=\"orders\".*} [012]")
          .containsPattern("(?m)^vez_queue_depth\\{.*queue_id=\"orders.dlq\".*} 0")
          .containsPattern("(?m)^vez_delivery_latency_seconds_count\\{.*queue_id=\"orders\"")
          .containsPattern(
              "(?m)^vez_fairness_throughput_total\\{.*fairness_key=\"default\".*queue_id=\"orders\"");
    }
  }

  @Test
  void shouldShowPrometheusWhatIsHeldBack() throws Exception {
    int port = freePort();
    try (VezServer server = VezServer.start(config("127.0.0.1:" + port));
        VezClient client = VezClient.of(new BrokerAddress("127.0.0.1", server.port()))) {
      client.setConfig("throttle.api", "0,2").toCompletableFuture().join();
      client
          .createQueue(
              NewQueue.named("orders")
                  .withOnEnqueue(
                      "function on_enqueue(msg) return { throttle_keys = { 'api' } } end"))
          .toCompletableFuture()
          .join();
      for (int i = 0; i < 3; i++) {
        client.enqueue("orders", Map.of(), ByteString.EMPTY).toCompletableFuture().join();
      }
      CountDownLatch delivered = new CountDownLatch(2);
      try (Consumer _ =
          client.consume(
              "orders",
              3,
              message -> {
                delivered.countDown();
                return client.ack("orders", message.id());
              })) {
        delivered.await();

        String page = metrics(port);

        assertThat(page)
            .containsPattern(
                "(?m)^vez_throttle_decisions_total\\{.*result=\"pass\".*throttle_key=\"api\".*} 2")
            .containsPattern(
                "(?m)^vez_throttle_decisions_total\\{.*result=\"hit\".*throttle_key=\"api\".*} [1-9]")
            .containsPattern("(?m)^vez_throttle_tokens_remaining\\{.*throttle_key=\"api\".*} 0")
            .containsPattern(
                "(?m)^vez_scheduler_drr_keys_processed_total\\{.*queue_id=\"orders\".*} [1-9]")
            .containsPattern(
                "(?m)^vez_lua_execution_duration_us_count\\{.*hook=\".*queue_id=\"orders\"");
      }
    }
  }

  @Test
  void shouldOpenNothingByDefault() {
    try (BrokerTelemetry telemetry =
        BrokerTelemetry.open(config("").telemetry(), Attributes.empty())) {
      assertThat(telemetry.telemetry()).isSameAs(Telemetry.NONE);
      assertThat(telemetry.interceptors()).isEmpty();
    }
  }

  @Test
  void shouldNotStartWhereTheAddressIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      assertThatThrownBy(() -> VezServer.start(config(address)).close())
          .isInstanceOf(StartFailure.class)
          .hasMessage("cannot serve metrics on " + address + ": the address is in use");
    }
  }

  private static String metrics(int port) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private Config config(String metricsAddress) {
    return TestConfig.with(folder, "telemetry.metrics_addr=" + metricsAddress);
  }
}
