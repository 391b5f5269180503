package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.LeasedMessage;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.Settlement;
import dev.vez.ports.api.SubscribeRequest.AtEnd;
import dev.vez.protos.vez.v1.Delivery;
import dev.vez.protos.vez.v1.Extend;
import dev.vez.protos.vez.v1.Nack;
import dev.vez.protos.vez.v1.SettleRequest;
import dev.vez.protos.vez.v1.SettleResponse;
import dev.vez.protos.vez.v1.SettleStatus;
import dev.vez.protos.vez.v1.SubscribeOpen;
import dev.vez.protos.vez.v1.SubscribeRequest;
import dev.vez.protos.vez.v1.VezServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscribeTest {

  private final TestServer server = new TestServer();
  private final ManagedChannel channel = server.connect();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void shouldOpenWithWhatTheClientAskedFor() throws Exception {
    Subscriber subscriber =
        new Subscriber(channel)
            .send(
                SubscribeRequest.newBuilder()
                    .setCredit(7)
                    .setOpen(
                        SubscribeOpen.newBuilder()
                            .setQueue("orders")
                            .setMaxInFlight(5)
                            .setAtEnd(dev.vez.protos.vez.v1.AtEnd.AT_END_KEEP)))
            .read(1);

    FakeCreditedSubscription subscription = Eventually.next(server.messaging.credited);
    assertThat(subscription.request)
        .isEqualTo(new dev.vez.ports.api.SubscribeRequest("orders", 7, 5, AtEnd.KEEP));
    subscriber.headers.get(30, TimeUnit.SECONDS);
    subscriber.send(SubscribeRequest.newBuilder().setCredit(3));
    Eventually.until("credit arrives", () -> subscription.granted.get() == 3);
  }

  @Test
  void shouldDeliverInBatchesWithLeaseDeadlineAndAttempt() throws Exception {
    Subscriber subscriber = open();
    FakeCreditedSubscription subscription = Eventually.next(server.messaging.credited);
    for (int i = 1; i <= 3; i++) {
      subscription.sink.deliver(Deliveries.delivery(i));
    }
    assertThat(subscriber.responses).isEmpty();
    subscription.sink.flush();

    subscriber.read(1);
    List<Delivery> deliveries = Eventually.next(subscriber.responses).getDeliveriesList();
    assertThat(deliveries).hasSize(3);
    Delivery first = deliveries.getFirst();
    assertThat(first.getMessage().getId()).isEqualTo(Deliveries.id(1).toString());
    assertThat(first.getMessage().getMetadata().getAttemptCount()).isEqualTo(2);
    assertThat(first.getMessage().getMetadata().getQueueId()).isEqualTo("orders");
    assertThat(first.getLeaseMs()).isEqualTo(Deliveries.LEASE_MILLIS);
    assertThat(first.getDeadlineMs()).isEqualTo(1_700_000_001_456L + Deliveries.LEASE_MILLIS);
    assertThat(LeaseToken.parse(first.getLeaseId()))
        .isEqualTo(new LeasedMessage(Deliveries.id(1), Deliveries.lease(1)));
    Eventually.until("all is handed over", () -> subscription.handedOver.get() == 3);
    assertThat(subscription.last).isEqualTo(Deliveries.lease(3));
  }

  @Test
  void shouldHandOverNoMoreThanTheClientReads() throws Exception {
    Subscriber subscriber = open();
    FakeCreditedSubscription subscription = Eventually.next(server.messaging.credited);
    int count = 1_000;
    for (int i = 1; i <= count; i++) {
      subscription.sink.deliver(Deliveries.delivery(i, Bytes.wrap(new byte[10_000])));
    }
    subscription.sink.flush();

    subscriber.read(1);
    int received = Eventually.next(subscriber.responses).getDeliveriesCount();
    assertThat(subscription.handedOver.get()).isLessThan(count / 2);
    subscriber.read(count);
    while (received < count) {
      received += Eventually.next(subscriber.responses).getDeliveriesCount();
    }
    Eventually.until("all is handed over", () -> subscription.handedOver.get() == count);
  }

  @Test
  void shouldSettleAndAnswerInOrder() throws Exception {
    Subscriber subscriber = open().read(10);
    FakeCreditedSubscription subscription = Eventually.next(server.messaging.credited);
    subscriber.send(
        SubscribeRequest.newBuilder()
            .setSettle(
                SettleRequest.newBuilder()
                    .setSequence(1)
                    .addExtends(Extend.newBuilder().setLeaseId(token(3)).setDurationMs(500))
                    .addNacks(Nack.newBuilder().setLeaseId(token(2)).setError("it broke"))
                    .addAcks(token(1))
                    .addAcks(token(4))));
    subscriber.send(
        SubscribeRequest.newBuilder()
            .setCredit(2)
            .setSettle(SettleRequest.newBuilder().setSequence(2).addAcks(token(5))));
    FakeCreditedSubscription.Asked first = Eventually.next(subscription.settled);
    FakeCreditedSubscription.Asked second = Eventually.next(subscription.settled);
    assertThat(first.batch().settlements())
        .containsExactly(
            new Settlement.Ack(leased(1)),
            new Settlement.Ack(leased(4)),
            new Settlement.Nack(leased(2), "it broke"),
            new Settlement.Extend(leased(3), 500));
    assertThat(first.batch().queue()).isEqualTo("orders");
    assertThat(first.batch().isBoundedBySource()).isTrue();
    assertThat(subscription.granted.get()).isEqualTo(2);

    second.answer().complete(Result.rejected(new Rejection.OutcomeUnknown("why")));
    assertThat(subscriber.responses).isEmpty();
    first
        .answer()
        .complete(
            Result.accepted(
                List.of(
                    Result.accepted(Settled.INSTANCE),
                    Result.rejected(new Rejection.LeaseLost("orders", "id")),
                    Result.rejected(new Rejection.LeaseNotFound("orders", "id")),
                    Result.rejected(new Rejection.InvalidArgument("duration_ms", "no")))));

    List<SettleResponse> answers = new ArrayList<>();
    while (answers.size() < 2) {
      answers.addAll(Eventually.next(subscriber.responses).getSettledList());
    }
    assertThat(answers.get(0).getSequence()).isEqualTo(1);
    assertThat(answers.get(0).getResultsList())
        .containsExactly(
            SettleStatus.SETTLE_STATUS_SETTLED,
            SettleStatus.SETTLE_STATUS_LEASE_LOST,
            SettleStatus.SETTLE_STATUS_NOT_FOUND,
            SettleStatus.SETTLE_STATUS_FAILED);
    assertThat(answers.get(0).getFailures(0).getIndex()).isEqualTo(3);
    assertThat(answers.get(0).getFailures(0).getFailure().getReason())
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(answers.get(1).getFailure().getReason()).isEqualTo("OUTCOME_UNKNOWN");
  }

  @Test
  void shouldRefuseATokenThatIsNotALeaseAndGoOn() throws Exception {
    Subscriber subscriber = open().read(10);
    FakeCreditedSubscription subscription = Eventually.next(server.messaging.credited);
    subscriber.send(
        SubscribeRequest.newBuilder()
            .setSettle(
                SettleRequest.newBuilder()
                    .setSequence(1)
                    .addAcks(ByteString.copyFromUtf8("nonsense"))));

    SettleResponse answer = Eventually.next(subscriber.responses).getSettled(0);
    assertThat(answer.getFailure().getReason()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.getFailure().getMessage()).contains("acks");
    assertThat(subscription.settled).isEmpty();
    assertThat(subscriber.end).isNotDone();
  }

  @Test
  void shouldReadNoMoreSettlementsThanMayBeUnanswered() throws Exception {
    Subscriber subscriber = open().read(10);
    FakeCreditedSubscription subscription = Eventually.next(server.messaging.credited);
    SettleRequest.Builder many = SettleRequest.newBuilder();
    for (int i = 1; i <= 4_000; i++) {
      many.addAcks(token(i));
    }
    for (int i = 0; i < 10; i++) {
      subscriber.send(SubscribeRequest.newBuilder().setSettle(many));
    }
    Eventually.until("some are read", () -> subscription.settled.size() == 3);
    // A call of its own goes over the same connection, behind what the transport has taken.
    VezServiceGrpc.newBlockingStub(channel).settleBatch(SettleRequest.getDefaultInstance());
    assertThat(subscription.settled).hasSize(3);

    Eventually.next(subscription.settled).answer().complete(Result.accepted(List.of()));
    Eventually.until("one more is read", () -> subscription.settled.size() == 3);
  }

  @Test
  void shouldAnswerAllThatItWasSentBeforeItEnds() throws Exception {
    Subscriber subscriber = open().read(10);
    FakeCreditedSubscription subscription = Eventually.next(server.messaging.credited);
    subscriber.send(
        SubscribeRequest.newBuilder()
            .setSettle(SettleRequest.newBuilder().setSequence(1).addAcks(token(1))));
    FakeCreditedSubscription.Asked asked = Eventually.next(subscription.settled);
    subscriber.finish();
    assertThat(subscription.closed.get()).isZero();
    asked.answer().complete(Result.accepted(List.of(Result.accepted(Settled.INSTANCE))));

    assertThat(Eventually.next(subscriber.responses).getSettledCount()).isEqualTo(1);
    assertThat(subscriber.end.get(30, TimeUnit.SECONDS).isOk()).isTrue();
    Eventually.until("the subscription is closed", () -> subscription.closed.get() == 1);
  }

  @Test
  void shouldCloseTheSubscriptionWhenTheClientGoes() throws Exception {
    Subscriber subscriber = open();
    FakeCreditedSubscription subscription = Eventually.next(server.messaging.credited);
    subscriber.headers.get(30, TimeUnit.SECONDS);
    subscriber.cancel();

    Eventually.until("the subscription is closed", () -> subscription.closed.get() == 1);
  }

  @Test
  void shouldEndAsTheEngineSays() throws Exception {
    Subscriber subscriber = open();
    FakeCreditedSubscription subscription = Eventually.next(server.messaging.credited);
    subscriber.headers.get(30, TimeUnit.SECONDS);
    subscription.sink.end(new Rejection.NotLeader("10.0.0.7:5555"));

    Failure failure = subscriber.failure.get(30, TimeUnit.SECONDS);
    assertThat(failure.reason()).isEqualTo("NOT_LEADER");
    assertThat(failure.leader()).contains("10.0.0.7:5555");
  }

  @Test
  void shouldEndWhereTheQueueIsNotThere() throws Exception {
    server.messaging.onSubscribe =
        subscription ->
            CompletableFuture.completedStage(
                Result.rejected(new Rejection.QueueNotFound("orders")));

    assertThat(open().failure.get(30, TimeUnit.SECONDS).code()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void shouldInsistOnOneOpeningRequest() throws Exception {
    Failure none =
        new Subscriber(channel)
            .send(SubscribeRequest.newBuilder().setCredit(1))
            .failure
            .get(30, TimeUnit.SECONDS);
    assertThat(none.badField()).isEqualTo("open");

    Failure two =
        open()
            .send(SubscribeRequest.newBuilder().setOpen(SubscribeOpen.newBuilder().setQueue("q")))
            .failure
            .get(30, TimeUnit.SECONDS);
    assertThat(two.badField()).isEqualTo("open");

    Failure nameless =
        new Subscriber(channel)
            .send(SubscribeRequest.newBuilder().setOpen(SubscribeOpen.getDefaultInstance()))
            .failure
            .get(30, TimeUnit.SECONDS);
    assertThat(nameless.badField()).isEqualTo("open.queue");
  }

  @Test
  void shouldEndWithADrain() throws Exception {
    Subscriber subscriber = open();
    FakeCreditedSubscription subscription = Eventually.next(server.messaging.credited);
    subscriber.headers.get(30, TimeUnit.SECONDS);

    assertThat(server.server.drain(Eventually.PATIENCE_MILLIS)).isTrue();

    assertThat(subscriber.failure.get(30, TimeUnit.SECONDS).reason()).isEqualTo("DRAINING");
    Eventually.until("the subscription is closed", () -> subscription.closed.get() == 1);
  }

  @Test
  void shouldSettleABatchWithACallOfItsOwn() throws Exception {
    SettleResponse answer =
        VezServiceGrpc.newBlockingStub(channel)
            .settleBatch(
                SettleRequest.newBuilder()
                    .setSequence(4)
                    .setQueue("orders")
                    .addAcks(token(1))
                    .build());

    assertThat(answer.getSequence()).isEqualTo(4);
    assertThat(answer.getResultsList()).containsExactly(SettleStatus.SETTLE_STATUS_SETTLED);
    assertThat(Eventually.next(server.messaging.settledBatches).settlements())
        .containsExactly(new Settlement.Ack(leased(1)));
    assertThat(
            VezServiceGrpc.newBlockingStub(channel)
                .settleBatch(SettleRequest.newBuilder().addAcks(token(1)).build())
                .getFailure()
                .getReason())
        .isEqualTo("INVALID_ARGUMENT");
  }

  private Subscriber open() {
    return new Subscriber(channel)
        .send(
            SubscribeRequest.newBuilder()
                .setCredit(10)
                .setOpen(SubscribeOpen.newBuilder().setQueue("orders")));
  }

  private static LeasedMessage leased(int number) {
    return new LeasedMessage(Deliveries.id(number), Deliveries.lease(number));
  }

  private static ByteString token(int number) {
    return LeaseToken.of(Deliveries.id(number), Deliveries.lease(number));
  }
}
