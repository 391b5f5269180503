package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.message.MessageInfo;
import dev.vez.ports.api.Result;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.protos.fila.v1.ConsumeResponse;
import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.EnqueueResponse;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import dev.vez.protos.fila.v1.FilaServiceGrpc.FilaServiceBlockingStub;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static final RequestLimits SMALL = new RequestLimits(64 * 1024, 4 * 1024, 2, 30_000);

  private final TestServer server = new TestServer(TestServer.settings().withRequests(SMALL));

  @AfterEach
  void close() {
    server.close();
  }

  // Sizes

  @Test
  void shouldRefuseAMessageOverTheLimitAndServeTheNextOne() {
    FilaServiceBlockingStub client = FilaServiceGrpc.newBlockingStub(server.connect());

    Failure failure = Failure.of(() -> client.enqueue(enqueue(65 * 1024)));

    assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(server.messaging.enqueued).isEmpty();
    assertThat(client.enqueue(enqueue(31 * 1024)).getMessageId()).isNotEmpty();
  }

  @Test
  void shouldRefuseAMessageThatNoConsumerWithTheSameLimitCouldReceive() {
    FilaServiceBlockingStub client = FilaServiceGrpc.newBlockingStub(server.connect());

    Failure failure = Failure.of(() -> client.enqueue(enqueue(33 * 1024)));

    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.badField()).isEqualTo("payload");
    assertThat(failure.text()).contains("32768 bytes").contains("server.max_message_bytes");
    assertThat(server.messaging.enqueued).isEmpty();
  }

  @Test
  void shouldBeAbleToDeliverWhatItAccepts() {
    EnqueueRequest largest = largestWith(SMALL.maxEnqueueBytes());
    String key = "k".repeat(1_024);

    ConsumeResponse delivered =
        WireTypes.delivered(
            new Delivery(
                "q".repeat(255),
                Deliveries.lease(1),
                key,
                new MessageInfo(
                    Deliveries.id(1),
                    new Place(1, 0),
                    Integer.MAX_VALUE,
                    Collections.nCopies(16, key),
                    Integer.MAX_VALUE,
                    Long.MAX_VALUE / 2,
                    0,
                    0),
                withFailures(largest.getHeadersMap()),
                Payloads.fromWire(largest.getPayload()),
                Long.MAX_VALUE / 2,
                1));

    assertThat(largest.getSerializedSize()).isEqualTo(SMALL.maxEnqueueBytes());
    assertThat(delivered.getSerializedSize()).isLessThan(SMALL.maxMessageBytes());
  }

  /** What a consumer of a dead-letter queue is told at most. */
  private static Map<String, String> withFailures(Map<String, String> headers) {
    Map<String, String> result = new HashMap<>(headers);
    result.put("vez-failure", "e".repeat(1_024));
    result.put("vez-attempts", "a".repeat(8 * 1_024));
    return result;
  }

  @Test
  void shouldRefuseAMessageThatIsSmallOnlyBeforeItIsUnpacked() {
    FilaServiceBlockingStub client =
        FilaServiceGrpc.newBlockingStub(server.connect()).withCompression("gzip");

    Failure failure = Failure.of(() -> client.enqueue(enqueue(4 * 1024 * 1024)));

    assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(server.messaging.enqueued).isEmpty();
  }

  @Test
  void shouldRefuseMetadataOverTheLimit() {
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of("x-big", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(5 * 1024));
    FilaServiceBlockingStub client =
        FilaServiceGrpc.newBlockingStub(server.connect())
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));

    Failure failure = Failure.of(() -> client.enqueue(enqueue(1)));

    // The server announces its limit, and the client keeps to it.
    assertThat(failure.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(server.messaging.enqueued).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNotAMessage() {
    MethodDescriptor<byte[], byte[]> raw =
        FilaServiceGrpc.getEnqueueMethod().toBuilder(new RawBytes(), new RawBytes()).build();

    Failure failure =
        Failure.of(
            () ->
                ClientCalls.blockingUnaryCall(
                    server.connect(), raw, CallOptions.DEFAULT, new byte[] {10, 100, 1}));

    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.badField()).isEqualTo("request");
    assertThat(server.messaging.enqueued).isEmpty();
  }

  @Test
  void shouldLetNoMoreCallsBeOpenThanAllowedOnAConnection() throws Exception {
    CompletableFuture<Result<MessageId>> answer = new CompletableFuture<>();
    server.messaging.onEnqueue = () -> answer;
    FilaServiceGrpc.FilaServiceFutureStub client = FilaServiceGrpc.newFutureStub(server.connect());

    var first = client.enqueue(enqueue(1));
    var second = client.enqueue(enqueue(2));
    var third = client.enqueue(enqueue(3));
    Eventually.until("two calls have arrived", () -> server.messaging.enqueued.size() == 2);
    // Over another connection there is room.
    var elsewhere = FilaServiceGrpc.newFutureStub(server.connect()).enqueue(enqueue(4));
    Eventually.until("a third call has arrived", () -> server.messaging.enqueued.size() == 3);
    assertThat(server.messaging.enqueued.getLast().body().size()).isEqualTo(4);

    answer.complete(Result.accepted(FakeMessaging.FIRST_ID));
    for (var call : List.of(first, second, third, elsewhere)) {
      assertThat(call.get(Eventually.PATIENCE_MILLIS, TimeUnit.MILLISECONDS).getMessageId())
          .isNotEmpty();
    }
  }

  // Exceptions

  @Test
  void shouldAnswerAnExceptionWithoutItsText() {
    server.messaging.onEnqueue =
        () -> {
          throw new IllegalStateException("secret");
        };

    assertInternalWithoutContent();
  }

  @Test
  void shouldAnswerAFailedStageWithoutItsText() {
    server.messaging.onEnqueue =
        () -> CompletableFuture.failedStage(new IllegalStateException("secret"));

    assertInternalWithoutContent();
  }

  private void assertInternalWithoutContent() {
    FilaServiceBlockingStub client = FilaServiceGrpc.newBlockingStub(server.connect());

    Failure failure = Failure.of(() -> client.enqueue(enqueue(1)));

    assertThat(failure.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(failure.text()).doesNotContain("secret").doesNotContain("Exception");
  }

  // Time

  @Test
  void shouldGiveUpACallThatIsNotAnsweredAndNotInviteARepeat() throws Exception {
    CompletableFuture<Result<MessageId>> never = new CompletableFuture<>();
    server.messaging.onEnqueue = () -> never;
    var call = FilaServiceGrpc.newFutureStub(server.connect()).enqueue(enqueue(1));
    Eventually.until("the call has arrived", () -> server.messaging.enqueued.size() == 1);

    server.time.advanceMillis(29_999);
    assertThat(call.isDone()).isFalse();
    server.time.advanceMillis(4_000);

    Failure failure = Failure.of(call);
    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.reason()).isEqualTo("OUTCOME_UNKNOWN");
    assertThat(failure.retry()).isEmpty();
    // A late answer finds nobody.
    never.complete(Result.accepted(FakeMessaging.FIRST_ID));
  }

  @Test
  void shouldLeaveTheDeadlineToAClientThatSetsOne() throws Exception {
    CompletableFuture<Result<MessageId>> answer = new CompletableFuture<>();
    server.messaging.onEnqueue = () -> answer;
    var call =
        FilaServiceGrpc.newFutureStub(server.connect())
            .withDeadlineAfter(1, TimeUnit.HOURS)
            .enqueue(enqueue(1));
    Eventually.until("the call has arrived", () -> server.messaging.enqueued.size() == 1);

    server.time.advanceMillis(1_000_000);
    answer.complete(Result.accepted(FakeMessaging.FIRST_ID));

    assertThat(call.get(Eventually.PATIENCE_MILLIS, TimeUnit.MILLISECONDS).getMessageId())
        .isNotEmpty();
  }

  @Test
  void shouldNotWaitForARequestForEver() throws Exception {
    CompletableFuture<Status> end = new CompletableFuture<>();
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    // Said to be a stream, so that the client sends the head of the call before its request.
    MethodDescriptor<EnqueueRequest, EnqueueResponse> lazy =
        FilaServiceGrpc.getEnqueueMethod().toBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .build();
    ClientCall<EnqueueRequest, EnqueueResponse> call =
        server.connect().newCall(lazy, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onReady() {
            ready.complete(true);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(1);
    ready.get(Eventually.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

    // Until the server has seen the call, time passes without it.
    Eventually.until(
        "the call is given up",
        () -> {
          server.time.advanceMillis(40_000);
          return end.isDone();
        });
    assertThat(end.get().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void shouldForgetACallThatTheClientCancels() throws Exception {
    CompletableFuture<Result<MessageId>> answer = new CompletableFuture<>();
    AtomicInteger asked = new AtomicInteger();
    server.messaging.onEnqueue =
        () -> {
          asked.incrementAndGet();
          return answer;
        };
    var call = FilaServiceGrpc.newFutureStub(server.connect()).enqueue(enqueue(1));
    Eventually.until("the call has arrived", () -> asked.get() == 1);

    call.cancel(true);

    // Nothing is in flight any more: a drain has nothing to wait for.
    assertThat(server.server.drain(Eventually.PATIENCE_MILLIS)).isTrue();
    answer.complete(Result.accepted(FakeMessaging.FIRST_ID));
  }

  private static EnqueueRequest largestWith(int bytes) {
    EnqueueRequest.Builder request = EnqueueRequest.newBuilder().setQueue("q");
    for (int i = 0; i < 128; i++) {
      request.putHeaders("header-" + i, "value");
    }
    int framing = 1 + 3;
    return request
        .setPayload(
            ByteString.copyFrom(new byte[bytes - request.build().getSerializedSize() - framing]))
        .build();
  }

  private static EnqueueRequest enqueue(int payloadBytes) {
    return EnqueueRequest.newBuilder()
        .setQueue("orders")
        .setPayload(ByteString.copyFrom(new byte[payloadBytes]))
        .build();
  }

  private static final class RawBytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try (stream) {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
