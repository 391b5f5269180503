package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.message.Bytes;
import dev.vez.ports.api.Rejection.NotLeader;
import dev.vez.ports.api.Rejection.QueueNotFound;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Subscription;
import dev.vez.protos.fila.v1.ConsumeRequest;
import io.grpc.Status;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which things may happen to a stream, played step by step. */
class ConsumeStreamTest {

  private static final int WINDOW = 4;

  private final ManualTime time = new ManualTime();
  private final FakeMessaging messaging = new FakeMessaging();
  private final OpenCalls calls = new OpenCalls(10_000, time, time);
  private final PlayedCall call = new PlayedCall();
  private final ConsumeStream stream = new ConsumeStream(call, messaging, WINDOW, calls, time);
  private final CompletableFuture<Result<Subscription>> attached = new CompletableFuture<>();
  private FakeSubscription subscription;

  @BeforeEach
  void request() {
    calls.start();
    calls.add(stream);
    messaging.onConsume = any -> attached;
    stream.onMessage(
        new ParsedRequest.Understood<>(ConsumeRequest.newBuilder().setQueue("orders").build()));
    stream.onHalfClose();
    subscription = messaging.subscriptions.remove();
  }

  @AfterEach
  void checkCall() {
    call.assertNotMisused();
  }

  @Test
  void shouldAskForItsWindow() {
    assertThat(subscription.queue).isEqualTo("orders");
    assertThat(subscription.window).isEqualTo(WINDOW);
  }

  @Test
  void shouldSendHeadersAsSoonAsItIsAttached() {
    assertThat(call.headersSent()).isFalse();

    attach();

    assertThat(call.headersSent()).isTrue();
    assertThat(call.sent()).isEmpty();
  }

  @Test
  void shouldKeepWhatComesBeforeItIsAttached() {
    call.addRoom(10);
    deliver(1, 2);
    stream.onReady();
    assertThat(call.sent()).isEmpty();

    attach();

    assertThat(call.sent()).isEqualTo(ids(1, 2));
    assertThat(subscription.handedOver()).containsExactly(Deliveries.lease(1), Deliveries.lease(2));
  }

  @Test
  void shouldSendOnlyWhatTheTransportTakes() {
    attach();
    call.addRoom(2);
    deliver(1, 4);

    assertThat(call.sent()).isEqualTo(ids(1, 2));
    assertThat(subscription.handedOverCount()).isEqualTo(2);

    call.addRoom(1);
    stream.onReady();

    assertThat(call.sent()).isEqualTo(ids(1, 3));
    assertThat(subscription.handedOverCount()).isEqualTo(3);
  }

  @Test
  void shouldTakeDeliveriesThatComeWhileItHandsOver() {
    attach();
    call.addRoom(100);
    subscription.onHandedOver(
        () -> {
          int next = subscription.handedOverCount() + 1;
          if (next <= 50) {
            stream.deliver(Deliveries.delivery(next));
          }
        });

    deliver(1, 1);

    assertThat(call.sent()).isEqualTo(ids(1, 50));
  }

  @Test
  void shouldDetachOnceWhenTheClientGoes() {
    attach();
    call.addRoom(1);
    deliver(1, 3);

    stream.onCancel();
    stream.onCancel();
    call.addRoom(5);
    stream.onReady();
    stream.drain();

    assertThat(subscription.timesClosed()).isEqualTo(1);
    assertThat(subscription.handedOverCount()).isEqualTo(1);
    assertThat(call.sent()).isEqualTo(ids(1, 1));
    assertThat(call.closedWith()).isNull();
  }

  @Test
  void shouldDetachWhenTheClientGoesBeforeItIsAttached() {
    stream.onCancel();
    assertThat(subscription.timesClosed()).isZero();

    attach();

    assertThat(subscription.timesClosed()).isEqualTo(1);
    assertThat(call.headersSent()).isFalse();
  }

  @Test
  void shouldIgnoreDeliveriesAfterTheClientHasGone() {
    attach();
    call.addRoom(100);
    stream.onCancel();

    deliver(1, 10);

    assertThat(call.sent()).isEmpty();
    assertThat(call.closedWith()).isNull();
  }

  @Test
  void shouldEndAsTheEngineSaysAndDropWhatWaits() {
    attach();
    call.addRoom(1);
    deliver(1, 3);

    stream.end(new QueueNotFound("orders"));

    assertThat(call.sent()).isEqualTo(ids(1, 1));
    assertThat(closedCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(subscription.timesClosed()).isZero();
    assertThat(subscription.handedOverCount()).isEqualTo(1);
  }

  @Test
  void shouldEndWhenItIsNotAttached() {
    attached.complete(Result.rejected(new NotLeader("")));

    assertThat(closedCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(call.headersSent()).isFalse();
  }

  @Test
  void shouldEndForTheFirstReasonOnly() {
    attach();
    stream.end(new QueueNotFound("orders"));
    stream.drain();
    stream.onCancel();

    assertThat(closedCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(subscription.timesClosed()).isZero();
  }

  @Test
  void shouldDetachWhenTheServerDrains() {
    attach();
    deliver(1, 2);

    calls.drain();

    assertThat(closedCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(subscription.timesClosed()).isEqualTo(1);
  }

  @Test
  void shouldDetachWhenTheServerDrainsBeforeItIsAttached() {
    calls.drain();
    attach();

    assertThat(closedCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(subscription.timesClosed()).isEqualTo(1);
    assertThat(call.headersSent()).isFalse();
  }

  @Test
  void shouldNotSendAMessageWhoseLeaseHasEnded() {
    attach();
    stream.deliver(Deliveries.delivery(1, Bytes.EMPTY, 1_000));
    stream.deliver(Deliveries.delivery(2, Bytes.EMPTY, 5_000));

    time.advanceMillis(1_000);
    call.addRoom(10);
    stream.onReady();

    assertThat(call.sent()).isEqualTo(ids(2, 2));
    assertThat(subscription.handedOver()).containsExactly(Deliveries.lease(1), Deliveries.lease(2));
  }

  @Test
  void shouldEndRatherThanHoldMoreThanItsWindow() {
    attach();
    deliver(1, WINDOW);
    assertThat(call.closedWith()).isNull();

    deliver(WINDOW + 1, WINDOW + 1);

    assertThat(closedCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(subscription.timesClosed()).isEqualTo(1);
  }

  @Test
  void shouldGiveUpWhenItIsNotAttachedInTime() {
    time.advanceMillis(20_000);

    assertThat(closedCode()).isEqualTo(Status.Code.UNAVAILABLE);
    attach();
    assertThat(subscription.timesClosed()).isEqualTo(1);
  }

  @Test
  void shouldLiveForAsLongAsTheClientWantsOnceItIsAttached() {
    attach();
    time.advanceMillis(10_000_000);

    assertThat(call.closedWith()).isNull();
  }

  @Test
  void shouldAnswerAnExceptionWithoutItsText() {
    attached.completeExceptionally(new IllegalStateException("secret"));

    assertThat(closedCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(String.valueOf(call.closedWith())).doesNotContain("secret");
  }

  @Test
  void shouldSendEverythingInOrderFromOneThreadAtATime() throws InterruptedException {
    attach();
    int messages = 20_000;
    CountDownLatch done = new CountDownLatch(messages);
    subscription.onHandedOver(done::countDown);
    Thread engine =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 1; i <= messages; i++) {
                    int ahead = i - WINDOW;
                    while (subscription.handedOverCount() < ahead) {
                      Thread.onSpinWait();
                    }
                    stream.deliver(Deliveries.delivery(i));
                  }
                });
    Thread transport =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (done.getCount() > 0) {
                    call.addRoom(1);
                    stream.onReady();
                  }
                });

    engine.join(Eventually.PATIENCE_MILLIS);
    transport.join(Eventually.PATIENCE_MILLIS);

    call.assertNotMisused();
    assertThat(call.sent()).isEqualTo(ids(1, messages));
    assertThat(subscription.handedOverCount()).isEqualTo(messages);
  }

  private void attach() {
    attached.complete(Result.accepted(subscription));
  }

  private void deliver(int from, int to) {
    IntStream.rangeClosed(from, to).mapToObj(Deliveries::delivery).forEach(stream::deliver);
  }

  private Status.Code closedCode() {
    return Objects.requireNonNull(call.closedWith(), "the call has not ended").getCode();
  }

  private static List<String> ids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> Deliveries.id(n).toString()).toList();
  }
}
