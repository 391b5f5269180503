package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vez.adapters.grpc.FakeMessaging.Settlement;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.message.Bytes;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.Rejection.Draining;
import dev.vez.ports.api.Rejection.InvalidArgument;
import dev.vez.ports.api.Rejection.LeaseNotFound;
import dev.vez.ports.api.Rejection.NotLeader;
import dev.vez.ports.api.Rejection.OutcomeUnknown;
import dev.vez.ports.api.Rejection.QueueNotFound;
import dev.vez.ports.api.Rejection.ResourceExhausted;
import dev.vez.protos.fila.v1.AckRequest;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import dev.vez.protos.fila.v1.FilaServiceGrpc.FilaServiceBlockingStub;
import dev.vez.protos.fila.v1.NackRequest;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilaServiceTest {

  private static final String ID = "01928e5b-0000-7000-8000-000000000001";

  private final TestServer server = new TestServer();
  private FilaServiceBlockingStub client;

  @BeforeEach
  void connect() {
    client = FilaServiceGrpc.newBlockingStub(server.connect());
  }

  @AfterEach
  void close() {
    server.close();
  }

  // Enqueue

  @Test
  void shouldEnqueueWhatTheClientSent() {
    String id = client.enqueue(enqueue("orders", "hello")).getMessageId();

    assertThat(id).isEqualTo(ID);
    assertThat(server.messaging.enqueued).hasSize(1);
    EnqueueRequest request = server.messaging.enqueued.getFirst();
    assertThat(request.queue()).isEqualTo("orders");
    assertThat(request.headers()).isEqualTo(Map.of("tenant", "acme"));
    assertThat(request.body()).isEqualTo(Bytes.wrap(bytes("hello")));
  }

  @Test
  void shouldEnqueueAnEmptyPayload() {
    client.enqueue(enqueue("orders", ""));

    assertThat(server.messaging.enqueued.getFirst().body().size()).isZero();
  }

  @Test
  void shouldTellConnectionsApart() {
    FilaServiceBlockingStub other = FilaServiceGrpc.newBlockingStub(server.connect());

    client.enqueue(enqueue("orders", "1"));
    client.enqueue(enqueue("orders", "2"));
    other.enqueue(enqueue("orders", "3"));

    long origin = server.messaging.enqueued.get(0).origin();
    assertThat(server.messaging.enqueued)
        .extracting(EnqueueRequest::origin)
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(origin),
            second -> assertThat(second).isEqualTo(origin),
            third -> assertThat(third).isNotEqualTo(origin));
  }

  @Test
  void shouldRefuseEnqueueWithoutQueueBeforeTheBrokerIsAsked() {
    Failure failure = Failure.of(() -> client.enqueue(enqueue("", "hello")));

    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.badField()).isEqualTo("queue");
    assertThat(server.messaging.enqueued).isEmpty();
  }

  @Test
  void shouldRefuseEnqueueToInvalidName() {
    server.messaging.rejectEverything(
        new InvalidArgument("queue", "expected letters, but got a blank"));

    Failure failure = Failure.of(() -> client.enqueue(enqueue("no good", "hello")));

    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.badField()).isEqualTo("queue");
  }

  @Test
  void shouldRefuseEnqueueToUnknownQueue() {
    server.messaging.rejectEverything(new QueueNotFound("orders"));

    Failure failure = Failure.of(() -> client.enqueue(enqueue("orders", "hello")));

    assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failure.text()).isEqualTo("queue \"orders\" does not exist");
  }

  @Test
  void shouldAskToRepeatEnqueueWhenALimitIsReached() {
    server.messaging.rejectEverything(new ResourceExhausted("engine.inbox", "inbox full", 20));

    Failure failure = Failure.of(() -> client.enqueue(enqueue("orders", "hello")));

    assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(failure.retry()).isPresent();
  }

  // Any method

  @Test
  void shouldPointToTheLeader() {
    server.messaging.rejectEverything(new NotLeader("127.0.0.1:7001"));

    Failure failure = Failure.of(() -> client.enqueue(enqueue("orders", "hello")));

    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.reason()).isEqualTo("NOT_LEADER");
    assertThat(failure.retry()).isPresent();
    assertThat(failure.leader()).contains("127.0.0.1:7001");
  }

  @Test
  void shouldAskToRepeatElsewhereWhenTheNodeDrains() {
    server.messaging.rejectEverything(new Draining());

    Failure failure = Failure.of(() -> client.ack(ack("orders", ID)));

    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.reason()).isEqualTo("DRAINING");
    assertThat(failure.retry()).isPresent();
  }

  @Test
  void shouldNotInviteARepeatWhenTheOutcomeIsUnknown() {
    server.messaging.rejectEverything(new OutcomeUnknown("the store failed"));

    Failure failure = Failure.of(() -> client.enqueue(enqueue("orders", "hello")));

    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.reason()).isEqualTo("OUTCOME_UNKNOWN");
    assertThat(failure.retry()).isEmpty();
    assertThat(failure.leader()).isEmpty();
  }

  // Ack and nack

  @Test
  void shouldAckWhicheverLeaseIsAlive() {
    client.ack(ack("orders", ID));

    assertThat(server.messaging.settled)
        .containsExactly(new Settlement("ack", "orders", FakeMessaging.FIRST_ID, LeaseId.NONE, ""));
  }

  @Test
  void shouldNackWithTheConsumersWords() {
    client.nack(nack("orders", ID.toUpperCase(Locale.ROOT)));

    assertThat(server.messaging.settled)
        .containsExactly(
            new Settlement("nack", "orders", FakeMessaging.FIRST_ID, LeaseId.NONE, "boom"));
  }

  @Test
  void shouldRefuseToSettleWithoutQueue() {
    Failure ack = Failure.of(() -> client.ack(ack("", "not looked at")));
    Failure nack = Failure.of(() -> client.nack(nack("", "not looked at")));

    assertThat(ack.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(ack.badField()).isEqualTo("queue");
    assertThat(nack.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(nack.badField()).isEqualTo("queue");
    assertThat(server.messaging.settled).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "17",
        "01928e5b-0000-7000-8000-00000000000",
        "01928e5b-0000-7000-8000-00000000000g",
        "01928e5b00007000800000000000000000001",
        "{01928e5b-0000-7000-8000-0000000000}"
      })
  void shouldRefuseToSettleWhatIsNotAUuid(String id) {
    Failure ack = Failure.of(() -> client.ack(ack("orders", id)));
    Failure nack = Failure.of(() -> client.nack(nack("orders", id)));

    assertThat(ack.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(ack.badField()).isEqualTo("message_id");
    assertThat(nack.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(nack.badField()).isEqualTo("message_id");
    assertThat(server.messaging.settled).isEmpty();
  }

  @Test
  void shouldNotFindALeaseThatIsNotAlive() {
    server.messaging.rejectEverything(new LeaseNotFound("orders", ID));

    Failure ack = Failure.of(() -> client.ack(ack("orders", ID)));
    Failure nack = Failure.of(() -> client.nack(nack("orders", ID)));

    assertThat(ack.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(ack.reason()).isEqualTo("LEASE_NOT_FOUND");
    assertThat(nack.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(nack.reason()).isEqualTo("LEASE_NOT_FOUND");
  }

  private static dev.vez.protos.fila.v1.EnqueueRequest enqueue(String queue, String payload) {
    return dev.vez.protos.fila.v1.EnqueueRequest.newBuilder()
        .setQueue(queue)
        .putHeaders("tenant", "acme")
        .setPayload(ByteString.copyFromUtf8(payload))
        .build();
  }

  private static AckRequest ack(String queue, String id) {
    return AckRequest.newBuilder().setQueue(queue).setMessageId(id).build();
  }

  private static NackRequest nack(String queue, String id) {
    return NackRequest.newBuilder().setQueue(queue).setMessageId(id).setError("boom").build();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
