package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import dev.vez.adapters.grpc.FakeMessaging.Settlement;
import dev.vez.domain.id.LeaseId;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueSummary;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.health.v1.HealthGrpc.HealthBlockingStub;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients and tools see that were not built with this code. */
class WireTest {

  private static final String SERVICE = "fila.v1.FilaService";
  private static final String ADMIN = "fila.v1.FilaAdmin";

  private TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void shouldServeAClientThatKnowsOnlyWhatReflectionTells() throws Exception {
    ReflectingClient client = new ReflectingClient(server.connect());
    server.admin.queues = List.of(new QueueSummary("orders", 1, 0, 0, 1));

    assertThat(client.services())
        .containsExactlyInAnyOrder(
            SERVICE,
            ADMIN,
            "vez.v1.VezAdmin",
            "vez.v1.VezService",
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection");

    DynamicMessage created =
        client.call(ADMIN, "CreateQueue", "name: 'orders' config { visibility_timeout_ms: 5000 }");
    assertThat(text(created)).isEqualTo("queue_id: \"orders\"");
    assertThat(server.admin.created).containsExactly(new NewQueue("orders", "", "", 5_000));

    assertThat(text(client.call(ADMIN, "ListQueues", "")))
        .isEqualTo("queues { name: \"orders\" depth: 1 leader_node_id: 1 }");

    DynamicMessage enqueued =
        client.call(
            SERVICE,
            "Enqueue",
            "queue: 'orders' headers { key: 'k' value: 'v' } payload: '\\001\\002'");
    assertThat(text(enqueued)).isEqualTo("message_id: \"01928e5b-0000-7000-8000-000000000001\"");
    assertThat(server.messaging.enqueued.getFirst().headers()).containsEntry("k", "v");
    assertThat(server.messaging.enqueued.getFirst().body().toByteArray()).containsExactly(1, 2);

    Iterator<DynamicMessage> stream = client.stream(SERVICE, "Consume", "queue: 'orders'");
    Eventually.next(server.messaging.subscriptions).sink.deliver(Deliveries.delivery(1));
    assertThat(text(stream.next()))
        .isEqualTo(
            "message { id: \"01928e5b-0000-7000-8000-000000000001\""
                + " headers { key: \"content-type\" value: \"text/plain\" }"
                + " payload: \"\\001\""
                + " metadata { fairness_key: \"tenant-a\" weight: 3"
                + " throttle_keys: \"provider:slow\" throttle_keys: \"region:eu\""
                + " attempt_count: 2 queue_id: \"orders\" }"
                + " timestamps {"
                + " enqueued_at { seconds: 1700000000 nanos: 123000000 }"
                + " leased_at { seconds: 1700000001 nanos: 456000000 } } }");

    client.call(
        SERVICE, "Ack", "queue: 'orders' message_id: '01928e5b-0000-7000-8000-000000000001'");
    client.call(
        SERVICE,
        "Nack",
        "queue: 'orders' message_id: '01928e5b-0000-7000-8000-000000000001' error: 'e'");
    assertThat(server.messaging.settled)
        .containsExactly(
            new Settlement("ack", "orders", FakeMessaging.FIRST_ID, LeaseId.NONE, ""),
            new Settlement("nack", "orders", FakeMessaging.FIRST_ID, LeaseId.NONE, "e"));

    assertThat(Failure.of(() -> client.call(ADMIN, "CreateApiKey", "name: 'k'")).code())
        .isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void shouldKeepItsDescriptorsToItselfWhenReflectionIsOff() {
    server.close();
    server = new TestServer(TestServer.settings().withReflection(false));
    var stub = ServerReflectionGrpc.newStub(server.connect());
    var end = new CompletableFuture<Failure>();

    stub.serverReflectionInfo(
        new StreamObserver<>() {
          @Override
          public void onNext(ServerReflectionResponse response) {}

          @Override
          public void onError(Throwable failure) {
            end.complete(Failure.of(failure));
          }

          @Override
          public void onCompleted() {}
        });

    Eventually.until("the call has ended", end::isDone);
    assertThat(end.join().code()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void shouldTellWhetherItServes() {
    HealthBlockingStub health = HealthGrpc.newBlockingStub(server.connect());
    for (String service : List.of("", SERVICE, ADMIN, "vez.v1.VezAdmin")) {
      assertThat(status(health, service)).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    }

    server.server.servingStatus().report(false);
    for (String service : List.of("", SERVICE, ADMIN, "vez.v1.VezAdmin")) {
      assertThat(status(health, service)).isEqualTo(HealthCheckResponse.ServingStatus.NOT_SERVING);
    }

    server.server.servingStatus().report(true);
    assertThat(status(health, "")).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    assertThat(Failure.of(() -> status(health, "no.such.Service")).code())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  private static HealthCheckResponse.ServingStatus status(
      HealthBlockingStub health, String service) {
    return health.check(HealthCheckRequest.newBuilder().setService(service).build()).getStatus();
  }

  private static String text(DynamicMessage message) {
    return TextFormat.printer().emittingSingleLine(true).printToString(message).strip();
  }
}
