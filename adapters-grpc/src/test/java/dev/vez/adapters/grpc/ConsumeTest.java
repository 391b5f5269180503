package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.message.Bytes;
import dev.vez.ports.api.Rejection.NotLeader;
import dev.vez.ports.api.Rejection.QueueNotFound;
import dev.vez.protos.fila.v1.Message;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsumeTest {

  private final TestServer server = new TestServer();
  private final PlayedEngine engine = new PlayedEngine();

  @AfterEach
  void close() {
    server.close();
    engine.close();
  }

  @Test
  void shouldDeliverAMessageWithAllThatIsKnownOfIt() throws Exception {
    Reader reader = new Reader(server.connect(), "orders").read(1);
    FakeSubscription subscription = Eventually.next(server.messaging.subscriptions);

    subscription.sink.deliver(Deliveries.delivery(7, Bytes.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3)));

    Message message = Eventually.next(reader.messages);
    assertThat(message.getId()).isEqualTo("01928e5b-0000-7000-8000-000000000007");
    assertThat(message.getHeadersMap()).containsOnlyKeys("content-type");
    assertThat(message.getHeadersOrThrow("content-type")).isEqualTo("text/plain");
    assertThat(message.getPayload().toByteArray()).containsExactly(1, 2, 3);
    assertThat(message.getMetadata().getFairnessKey()).isEqualTo("tenant-a");
    assertThat(message.getMetadata().getWeight()).isEqualTo(3);
    assertThat(message.getMetadata().getThrottleKeysList())
        .containsExactly("provider:slow", "region:eu");
    assertThat(message.getMetadata().getAttemptCount()).isEqualTo(2);
    assertThat(message.getMetadata().getQueueId()).isEqualTo("orders");
    assertThat(message.getTimestamps().getEnqueuedAt().getSeconds()).isEqualTo(1_700_000_000L);
    assertThat(message.getTimestamps().getEnqueuedAt().getNanos()).isEqualTo(123_000_000);
    assertThat(message.getTimestamps().getLeasedAt().getSeconds()).isEqualTo(1_700_000_001L);
    assertThat(message.getTimestamps().getLeasedAt().getNanos()).isEqualTo(456_000_000);
  }

  @Test
  void shouldTellTheClientThatItIsAttachedBeforeThereIsAMessage() throws Exception {
    Reader reader = new Reader(server.connect(), "orders");

    assertThat(value(reader.headers)).isNotNull();
    assertThat(reader.messages).isEmpty();
  }

  @Test
  void shouldAskForTheWindowThatIsSet() throws Exception {
    try (TestServer other = new TestServer(TestServer.settings().withConsumeWindow(7))) {
      Reader reader = new Reader(other.connect(), "orders");

      assertThat(Eventually.next(other.messaging.subscriptions).window).isEqualTo(7);
      value(reader.headers);
    }
  }

  @Test
  void shouldRefuseToConsumeWithoutQueue() throws Exception {
    Failure end = value(new Reader(server.connect(), "").end);

    assertThat(end.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(end.badField()).isEqualTo("queue");
    assertThat(server.messaging.subscriptions).isEmpty();
  }

  @Test
  void shouldRefuseToConsumeAnUnknownQueueAtOnce() throws Exception {
    server.messaging.rejectEverything(new QueueNotFound("orders"));

    Failure end = value(new Reader(server.connect(), "orders").end);

    assertThat(end.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(end.text()).isEqualTo("queue \"orders\" does not exist");
  }

  @Test
  void shouldEndWhenTheQueueIsDeleted() throws Exception {
    Reader reader = new Reader(server.connect(), "orders").read(1);
    FakeSubscription subscription = Eventually.next(server.messaging.subscriptions);

    subscription.sink.end(new QueueNotFound("orders"));

    Failure end = value(reader.end);
    assertThat(end.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(end.reason()).isEqualTo("QUEUE_NOT_FOUND");
  }

  @Test
  void shouldEndWithTheLeadersAddressWhenLeadershipIsLost() throws Exception {
    Reader reader = new Reader(server.connect(), "orders").read(1);
    FakeSubscription subscription = Eventually.next(server.messaging.subscriptions);

    subscription.sink.end(new NotLeader("10.0.0.2:5555"));

    Failure end = value(reader.end);
    assertThat(end.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(end.reason()).isEqualTo("NOT_LEADER");
    assertThat(end.leader()).contains("10.0.0.2:5555");
  }

  @Test
  void shouldDetachOnceWhenTheClientCancels() throws Exception {
    Reader reader = new Reader(server.connect(), "orders").read(10);
    FakeSubscription subscription = Eventually.next(server.messaging.subscriptions);
    subscription.sink.deliver(Deliveries.delivery(1));
    Eventually.next(reader.messages);

    reader.cancel();

    Eventually.until("the consumer is detached", () -> subscription.timesClosed() > 0);
    subscription.sink.deliver(Deliveries.delivery(2));
    server.server.drain(Eventually.PATIENCE_MILLIS);
    assertThat(subscription.timesClosed()).isEqualTo(1);
    assertThat(subscription.handedOver()).containsExactly(Deliveries.lease(1));
  }

  @Test
  void shouldDetachWhenTheConnectionBreaks() throws Exception {
    ManagedChannel channel = server.connect();
    Reader reader = new Reader(channel, "orders").read(10);
    FakeSubscription subscription = Eventually.next(server.messaging.subscriptions);
    value(reader.headers);

    channel.shutdownNow();

    Eventually.until("the consumer is detached", () -> subscription.timesClosed() == 1);
  }

  @Test
  void shouldHoldBackFromASlowReaderAloneAndGoOnWhenItReads() throws Exception {
    int messages = 2_000;
    Bytes body = Bytes.wrap(new byte[16 * 1024]);
    Reader slow = new Reader(server.connect(), "orders");
    FakeSubscription slowSide = Eventually.next(server.messaging.subscriptions);
    value(slow.headers);
    Reader fast = new Reader(server.connect(), "orders").read(messages);
    FakeSubscription fastSide = Eventually.next(server.messaging.subscriptions);
    value(fast.headers);

    engine.deliver(slowSide, messages, body);
    engine.deliver(fastSide, messages, body);

    for (int i = 1; i <= messages; i++) {
      assertThat(Eventually.next(fast.messages).getId()).isEqualTo(Deliveries.id(i).toString());
    }
    // What is on its way without being read fits the transport: a few MiB, not 32 MiB.
    assertThat(slowSide.window).isEqualTo(64);
    assertThat(slowSide.handedOverCount()).isLessThan(messages / 4);
    assertThat(slow.messages).isEmpty();

    slow.read(messages);
    for (int i = 1; i <= messages; i++) {
      assertThat(Eventually.next(slow.messages).getId()).isEqualTo(Deliveries.id(i).toString());
    }
  }

  private static <T> T value(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(Eventually.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
