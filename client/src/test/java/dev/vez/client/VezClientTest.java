package dev.vez.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.Message;
import dev.vez.protos.fila.v1.MessageMetadata;
import dev.vez.protos.fila.v1.MessageTimestamps;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class VezClientTest {

  private static final ClientOptions IMPATIENT =
      new ClientOptions(Duration.ofMillis(300), Duration.ofMillis(100), 1024);

  private final ScriptedBroker broker = new ScriptedBroker();
  private final VezClient client = new VezClient(broker.channel(), ClientOptions.DEFAULT);

  @AfterEach
  void stop() {
    client.close();
    broker.close();
  }

  @Test
  void shouldSendAMessageAndGiveItsId() {
    String id =
        join(client.enqueue("orders", Map.of("tenant", "acme"), ByteString.copyFromUtf8("hello")));

    assertThat(id).isEqualTo("id-1");
    assertThat(broker.enqueued)
        .containsExactly(
            EnqueueRequest.newBuilder()
                .setQueue("orders")
                .putHeaders("tenant", "acme")
                .setPayload(ByteString.copyFromUtf8("hello"))
                .build());
  }

  @Test
  void shouldTellCodeTextReasonRetryAndLeaderOfAFailure() {
    Metadata trailers = new Metadata();
    trailers.put(
        Metadata.Key.of("x-fila-leader-addr", Metadata.ASCII_STRING_MARSHALLER), "10.0.0.2:5555");
    broker.failure =
        StatusProto.toStatusRuntimeException(
            com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.UNAVAILABLE.value())
                .setMessage("another node leads")
                .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("NOT_LEADER").build()))
                .addDetails(
                    Any.pack(
                        RetryInfo.newBuilder()
                            .setRetryDelay(
                                com.google.protobuf.Duration.newBuilder().setNanos(250_000_000))
                            .build()))
                .build(),
            trailers);

    VezException failure = failureOf(client.enqueue("orders", Map.of(), ByteString.EMPTY));

    assertThat(failure).hasMessage("another node leads");
    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.reason()).isEqualTo("NOT_LEADER");
    assertThat(failure.retryAfter()).contains(Duration.ofMillis(250));
    assertThat(failure.leaderHint()).isEqualTo("10.0.0.2:5555");
    assertThat(failure.isUnreachable()).isFalse();
  }

  @Test
  void shouldTellAFailureWithoutDetails() {
    broker.failure = new StatusRuntimeException(Status.NOT_FOUND.withDescription("no such queue"));

    VezException failure = failureOf(client.enqueue("orders", Map.of(), ByteString.EMPTY));

    assertThat(failure).hasMessage("no such queue");
    assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failure.reason()).isEmpty();
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure.leaderHint()).isEmpty();
  }

  @Test
  void shouldGiveUpACallThatTakesTooLong() {
    try (VezClient impatient = new VezClient(broker.channel(), IMPATIENT)) {
      assertThat(failureOf(impatient.ack("orders", "id")).code())
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void shouldSayThatNoBrokerAnswersWhereNothingListens() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (VezClient lonely = VezClient.of(new BrokerAddress("127.0.0.1", free))) {
      VezException failure = failureOf(lonely.connect());

      assertThat(failure.isUnreachable()).isTrue();
      assertThat(failure).hasMessageContaining("127.0.0.1:" + free);
    }
  }

  @Test
  void shouldSayThatNoBrokerAnswersWhereAListenerStaysSilent() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        VezClient lonely =
            VezClient.of(new BrokerAddress("127.0.0.1", silent.getLocalPort()), IMPATIENT)) {
      assertThat(failureOf(lonely.connect()).isUnreachable()).isTrue();
    }
  }

  @Test
  void shouldHandOverWholeMessages() throws InterruptedException {
    broker.deliveries.add(
        Message.newBuilder()
            .setId("id")
            .putHeaders("tenant", "acme")
            .setPayload(ByteString.copyFromUtf8("hello"))
            .setMetadata(
                MessageMetadata.newBuilder()
                    .setFairnessKey("acme")
                    .setWeight(3)
                    .addThrottleKeys("provider")
                    .setAttemptCount(2)
                    .setQueueId("orders"))
            .setTimestamps(
                MessageTimestamps.newBuilder()
                    .setEnqueuedAt(Timestamp.newBuilder().setSeconds(1).setNanos(2))
                    .setLeasedAt(Timestamp.newBuilder().setSeconds(3)))
            .build());
    var received = new LinkedBlockingQueue<ReceivedMessage>();

    try (Consumer consumer = client.consume("orders", 1, message -> done(received.add(message)))) {
      assertThat(received.poll(10, TimeUnit.SECONDS))
          .isEqualTo(
              new ReceivedMessage(
                  "id",
                  "orders",
                  "acme",
                  3,
                  List.of("provider"),
                  2,
                  Map.of("tenant", "acme"),
                  ByteString.copyFromUtf8("hello"),
                  Instant.ofEpochSecond(1, 2),
                  Instant.ofEpochSecond(3)));
      assertThat(consumer.ended().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void shouldNeverHaveMoreMessagesThanItsWindow() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      broker.deliveries.add(Message.newBuilder().setId("id-" + i).build());
    }
    var held = new LinkedBlockingQueue<CompletableFuture<Void>>();

    try (Consumer _ =
        client.consume(
            "orders",
            3,
            message -> {
              CompletableFuture<Void> handling = new CompletableFuture<>();
              held.add(handling);
              return handling;
            })) {
      for (int handled = 0; handled < 97; handled++) {
        CompletableFuture<Void> oldest = held.poll(10, TimeUnit.SECONDS);
        assertThat(oldest).isNotNull();
        // The transport may hold one more that was sent but not asked for.
        assertThat(broker.sent).hasValueLessThanOrEqualTo(handled + 3 + 1);
        oldest.complete(null);
      }
    }
  }

  @Test
  void shouldEndWithTheFailureOfTheHandler() {
    broker.deliveries.add(Message.newBuilder().setId("id").build());
    IllegalStateException failure = new IllegalStateException("thrown by the test");

    Consumer thrown =
        client.consume(
            "orders",
            1,
            message -> {
              throw failure;
            });

    assertThatThrownBy(() -> join(thrown.ended())).hasCause(failure);
    broker.deliveries.add(Message.newBuilder().setId("id").build());
    Consumer failed =
        client.consume("orders", 1, message -> CompletableFuture.failedStage(failure));
    assertThatThrownBy(() -> join(failed.ended())).hasCause(failure);
  }

  @Test
  void shouldEndWithTheFailureOfTheBroker() {
    broker.failure = new StatusRuntimeException(Status.NOT_FOUND.withDescription("deleted"));

    Consumer consumer = client.consume("orders", 1, message -> done(true));

    VezException failure = failureOf(consumer.ended());
    assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void shouldEndQuietlyWhenClosed() {
    Consumer consumer = client.consume("orders", 1, message -> done(true));

    consumer.close();
    consumer.close();

    assertThat(consumer.ended().toCompletableFuture()).isCompletedWithValue(null);
    assertThat(broker.cancelled).hasValue(1);
  }

  private static CompletionStage<Boolean> done(boolean value) {
    return CompletableFuture.completedStage(value);
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static VezException failureOf(CompletionStage<?> stage) {
    try {
      join(stage);
    } catch (CompletionException wrapper) {
      if (wrapper.getCause() instanceof VezException failure) {
        return failure;
      }
      throw wrapper;
    }
    throw new AssertionError("Expected a failure");
  }
}
