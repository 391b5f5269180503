package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.Result;
import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.EnqueueResponse;
import dev.vez.protos.fila.v1.FilaAdminGrpc;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import dev.vez.protos.fila.v1.RedriveRequest;
import dev.vez.protos.fila.v1.RedriveResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {

  private static final EnqueueRequest REQUEST =
      EnqueueRequest.newBuilder().setQueue("orders").build();

  private final TestServer server = new TestServer();
  private final ManagedChannel channel = server.connect();
  private final CompletableFuture<Result<MessageId>> answer = new CompletableFuture<>();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void shouldAnswerWhatIsInFlightRefuseWhatIsNewAndThenClose() throws Exception {
    Future<EnqueueResponse> inFlight = callInFlight();
    Reader reader = new Reader(channel, "orders").read(1);
    FakeSubscription subscription = Eventually.next(server.messaging.subscriptions);
    reader.headers.get(Eventually.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

    CompletableFuture<Boolean> drained =
        CompletableFuture.supplyAsync(() -> server.server.drain(Eventually.PATIENCE_MILLIS));

    // Streams end.
    Failure end = reader.end.get(Eventually.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(end.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(end.reason()).isEqualTo("DRAINING");
    assertThat(end.retry()).isPresent();
    // The stream's end is sent before the subscription is closed, and may arrive before.
    Eventually.until("the subscription is closed", () -> subscription.timesClosed() > 0);
    assertThat(subscription.timesClosed()).isEqualTo(1);
    // New calls are refused, over this connection and a new one; health says so.
    assertRefused(channel);
    assertRefused(server.connect());
    Failure stream = new Reader(channel, "orders").end.get(10, TimeUnit.SECONDS);
    assertThat(stream.reason()).isEqualTo("DRAINING");
    assertThat(health(channel)).isEqualTo(HealthCheckResponse.ServingStatus.NOT_SERVING);
    assertThat(server.messaging.enqueued).hasSize(1);
    assertThat(drained.isDone()).isFalse();

    // What was in flight is answered.
    answer.complete(Result.accepted(FakeMessaging.FIRST_ID));
    assertThat(inFlight.get(Eventually.PATIENCE_MILLIS, TimeUnit.MILLISECONDS).getMessageId())
        .isNotEmpty();
    assertThat(drained.get(Eventually.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    assertThat(Failure.of(() -> enqueue(server.connect())).code())
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void shouldSayThatTheOutcomeIsUnknownWhereTimeRunsOut() throws Exception {
    Future<EnqueueResponse> inFlight = callInFlight();

    assertThat(server.server.drain(1)).isFalse();

    Failure failure = Failure.of(inFlight);
    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.reason()).isEqualTo("OUTCOME_UNKNOWN");
    assertThat(failure.retry()).isEmpty();
  }

  @Test
  void shouldNotWaitForARedriveWhichGoesOnWithoutItsCaller() throws Exception {
    server.admin.onRedrive = CompletableFuture::new;
    Future<RedriveResponse> inFlight =
        FilaAdminGrpc.newFutureStub(channel)
            .redrive(RedriveRequest.newBuilder().setDlqQueue("orders.dlq").build());
    Eventually.until("the call has arrived", () -> !server.admin.redrives.isEmpty());

    assertThat(server.server.drain(Eventually.PATIENCE_MILLIS)).isTrue();

    assertThat(Failure.of(inFlight).reason()).isEqualTo("OUTCOME_UNKNOWN");
  }

  @Test
  void shouldDrainAtOnceWhenNothingIsOpen() {
    enqueue(channel);

    assertThat(server.server.drain(Eventually.PATIENCE_MILLIS)).isTrue();
  }

  @Test
  void shouldCutOffOnClose() throws Exception {
    Future<EnqueueResponse> inFlight = callInFlight();

    server.server.close();

    assertThat(Failure.of(inFlight).code()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  private Future<EnqueueResponse> callInFlight() {
    server.messaging.onEnqueue = () -> answer;
    Future<EnqueueResponse> call = FilaServiceGrpc.newFutureStub(channel).enqueue(REQUEST);
    Eventually.until("the call has arrived", () -> !server.messaging.enqueued.isEmpty());
    return call;
  }

  private static void assertRefused(ManagedChannel channel) {
    Failure failure = Failure.of(() -> enqueue(channel));
    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.reason()).isEqualTo("DRAINING");
    assertThat(failure.retry()).isPresent();
  }

  private static EnqueueResponse enqueue(ManagedChannel channel) {
    return FilaServiceGrpc.newBlockingStub(channel).enqueue(REQUEST);
  }

  private static HealthCheckResponse.ServingStatus health(ManagedChannel channel) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }
}
