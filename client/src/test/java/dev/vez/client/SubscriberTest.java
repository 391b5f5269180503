package dev.vez.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.protos.vez.v1.AtEnd;
import dev.vez.protos.vez.v1.SettleRequest;
import dev.vez.protos.vez.v1.SettleStatus;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SubscriberTest {

  private final StreamingBroker broker = new StreamingBroker();
  private final VezClient client = broker.client();
  private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    client.close();
    broker.close();
  }

  @Test
  void shouldHandleMessagesInOrderAndAckThem() {
    try (Consumer consumer = client.subscribe("orders", SubscribeOptions.DEFAULT, this::note)) {
      broker.deliver(bodies(0, 1_000));
      until(() -> broker.acked().size() == 1_000);
      assertThat(consumer.ended().toCompletableFuture()).isNotDone();
    }
    assertThat(handled).containsExactly(bodies(0, 1_000));
    assertThat(broker.acked()).containsExactly(bodies(0, 1_000));
    assertThat(broker.opened)
        .singleElement()
        .satisfies(
            open -> {
              assertThat(open.getQueue()).isEqualTo("orders");
              assertThat(open.getAtEnd()).isEqualTo(AtEnd.AT_END_RELEASE);
            });
    // Together, not one by one.
    assertThat(broker.settled.size()).isLessThan(500);
  }

  @Test
  void shouldHoldNoMoreThanItsPrefetch() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    try (Consumer _ =
        client.subscribe(
            "orders",
            SubscribeOptions.DEFAULT.withPrefetch(10).withConcurrency(2),
            delivery -> released.await())) {
      broker.deliver(bodies(0, 100));
      until(() -> broker.sent() == 10);
      assertThat(broker.creditGranted()).isEqualTo(10);
      released.countDown();
      until(() -> broker.acked().size() == 100);
    }
  }

  @Test
  void shouldRunAsManyHandlersAtOnceAsItWasTold() throws Exception {
    CountDownLatch all = new CountDownLatch(5);
    try (Consumer _ =
        client.subscribe(
            "orders",
            SubscribeOptions.DEFAULT.withConcurrency(5),
            delivery -> {
              all.countDown();
              all.await();
            })) {
      broker.deliver(bodies(0, 5));
      until(() -> broker.acked().size() == 5);
    }
  }

  @Test
  void shouldNackWithWhatAHandlerThrows() {
    try (Consumer _ =
        client.subscribe(
            "orders",
            SubscribeOptions.DEFAULT,
            delivery -> {
              throw new IllegalStateException("out of stock");
            })) {
      broker.deliver("a");
      until(() -> !broker.settled.isEmpty());
    }
    SettleRequest request = broker.settled.getFirst();
    assertThat(request.getAcksList()).isEmpty();
    assertThat(request.getNacks(0).getError()).contains("out of stock");
  }

  @Test
  void shouldLeaveSettlingToAHandlerThatDoesIt() throws Exception {
    BlockingQueue<Delivery> later = new LinkedBlockingQueue<>();
    try (Consumer _ =
        client.subscribe(
            "orders",
            SubscribeOptions.DEFAULT
                .withPrefetch(2)
                .withExtendFor(Duration.ZERO)
                .withSettling(SubscribeOptions.Settling.BY_HANDLER),
            later::add)) {
      broker.deliver(bodies(0, 4));
      Delivery first = later.take();
      Delivery second = later.take();
      assertThat(broker.settled).isEmpty();
      assertThat(broker.sent()).isEqualTo(2);

      assertThat(first.ack().toCompletableFuture().join()).isEqualTo(SettleResult.SETTLED);
      assertThat(second.nack("no").toCompletableFuture().join()).isEqualTo(SettleResult.SETTLED);
      Delivery third = later.take();
      broker.status = SettleStatus.SETTLE_STATUS_LEASE_LOST;
      assertThat(third.extend(Duration.ofSeconds(5)).toCompletableFuture().join())
          .isEqualTo(SettleResult.LEASE_LOST);
      assertThat(third.isLost()).isTrue();
    }
  }

  @Test
  void shouldExtendLeasesWhileAHandlerRunsAndWhileMessagesWait() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    try (Consumer _ =
        client.subscribe("orders", SubscribeOptions.DEFAULT, delivery -> released.await())) {
      broker.deliver("running", "waiting");
      // Leases are of 600 ms, so this takes several extensions.
      until(() -> extensionsOf("running") >= 3 && extensionsOf("waiting") >= 3);
      assertThat(broker.acked()).isEmpty();
      released.countDown();
      until(() -> broker.acked().size() == 2);
    }
    assertThat(broker.settled.getFirst().getExtends(0).getDurationMs()).isEqualTo(600);
  }

  @Test
  void shouldStopExtendingAfterTheTimeItWasTold() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    BlockingQueue<Delivery> held = new LinkedBlockingQueue<>();
    try (Consumer _ =
        client.subscribe(
            "orders",
            SubscribeOptions.DEFAULT.withExtendFor(Duration.ofMillis(1)),
            delivery -> {
              held.add(delivery);
              released.await();
            })) {
      broker.deliver("a");
      Delivery delivery = held.take();
      // Its own extension is answered later than any that was due before it.
      assertThat(
              CompletableFuture.supplyAsync(
                      () -> delivery.extend(Duration.ofSeconds(1)).toCompletableFuture().join(),
                      CompletableFuture.delayedExecutor(900, TimeUnit.MILLISECONDS))
                  .join())
          .isEqualTo(SettleResult.SETTLED);
      assertThat(extensionsOf("a")).isEqualTo(1);
      released.countDown();
    }
  }

  @Test
  void shouldEndAfterItsLimitWithoutAskingForMore() throws Exception {
    broker.deliver(bodies(0, 100));
    Consumer consumer =
        client.subscribe("orders", SubscribeOptions.DEFAULT.withLimit(30), this::note);

    consumer.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(broker.acked()).containsExactly(bodies(0, 30));
    assertThat(broker.creditGranted()).isEqualTo(30);
    assertThat(broker.sent()).isEqualTo(30);
    consumer.close();
  }

  @Test
  void shouldLeaveMessagesAloneWhereNobodySettles() throws Exception {
    broker.deliver(bodies(0, 100));
    Consumer consumer =
        client.subscribe(
            "orders",
            SubscribeOptions.DEFAULT
                .withPrefetch(1)
                .withLimit(3)
                .withKeptLeases(true)
                .withSettling(SubscribeOptions.Settling.NOBODY),
            this::note);

    consumer.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(handled).containsExactly(bodies(0, 3));
    assertThat(broker.settled).isEmpty();
    assertThat(broker.sent()).isEqualTo(3);
    assertThat(broker.opened.getFirst().getAtEnd()).isEqualTo(AtEnd.AT_END_KEEP);
  }

  @Test
  void shouldEndWithItsStreamWhereThatIsAskedFor() {
    Consumer consumer =
        client.subscribe("orders", SubscribeOptions.DEFAULT.withReconnects(false), this::note);
    until(broker::isSubscribed);
    broker.endSubscription(Status.UNAVAILABLE.asRuntimeException());

    assertThatThrownBy(() -> consumer.ended().toCompletableFuture().get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(VezException.class);
    assertThat(broker.opened).hasSize(1);
  }

  @Test
  void shouldReachALimitBeyondItsPrefetch() throws Exception {
    broker.deliver(bodies(0, 100));
    Consumer consumer =
        client.subscribe(
            "orders", SubscribeOptions.DEFAULT.withLimit(35).withPrefetch(30), this::note);

    consumer.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(broker.sent()).isEqualTo(35);
  }

  @Test
  void shouldOpenTheStreamAgainAndSettleWhatIsWithHandlers() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    try (Consumer _ =
        client.subscribe(
            "orders",
            SubscribeOptions.DEFAULT.withPrefetch(5).withExtendFor(Duration.ZERO),
            delivery -> {
              note(delivery);
              released.await();
            })) {
      broker.deliver("a", "b", "c");
      until(() -> handled.contains("a"));
      broker.endSubscription(StreamingBroker.status(Status.Code.UNAVAILABLE, "NOT_LEADER"));
      until(broker::isSubscribed);
      // What nobody had begun with comes again.
      broker.deliver("b", "c");
      released.countDown();
      until(() -> broker.acked().size() == 3);
    }
    assertThat(broker.opened).hasSize(2);
    assertThat(handled).containsExactly("a", "b", "c");
  }

  @Test
  void shouldSettleAgainWhatWasNotAnswered() {
    broker.isAnsweringSettlements = false;
    try (Consumer _ = client.subscribe("orders", SubscribeOptions.DEFAULT, this::note)) {
      broker.deliver("a");
      until(() -> broker.acked().size() == 1);
      broker.isAnsweringSettlements = true;
      broker.endSubscription(Status.UNAVAILABLE.asRuntimeException());
      until(() -> broker.acked().size() == 2);
    }
    assertThat(broker.acked()).containsExactly("a", "a");
  }

  @Test
  void shouldEndWhereTheQueueIsNotThere() {
    broker.refusal = StreamingBroker.status(Status.Code.NOT_FOUND, "QUEUE_NOT_FOUND");
    Consumer consumer = client.subscribe("orders", SubscribeOptions.DEFAULT, this::note);

    assertThatThrownBy(() -> consumer.ended().toCompletableFuture().get(30, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            VezException.class,
            failure -> assertThat(failure.reason()).isEqualTo("QUEUE_NOT_FOUND"));
    consumer.close();
  }

  @Test
  void shouldFinishWhatRunsWhenItIsClosed() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Consumer consumer =
        client.subscribe(
            "orders",
            SubscribeOptions.DEFAULT,
            delivery -> {
              begun.countDown();
              released.await();
              note(delivery);
            });
    broker.deliver("a", "b");
    begun.await();
    Thread closer = Thread.ofPlatform().start(consumer::close);
    until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    released.countDown();
    closer.join();

    assertThat(handled).containsExactly("a");
    assertThat(broker.acked()).containsExactly("a");
    assertThat(consumer.ended().toCompletableFuture()).isCompleted();
    consumer.close();
  }

  @Test
  void shouldBeClosedByItsHandler() throws Exception {
    CompletableFuture<Consumer> itself = new CompletableFuture<>();
    Consumer consumer =
        client.subscribe("orders", SubscribeOptions.DEFAULT, delivery -> itself.join().close());
    itself.complete(consumer);
    broker.deliver("a");

    consumer.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void shouldEndWithItsClient() throws Exception {
    Consumer consumer = client.subscribe("orders", SubscribeOptions.DEFAULT, this::note);
    until(broker::isSubscribed);
    client.close();

    assertThatThrownBy(() -> consumer.ended().toCompletableFuture().get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(VezException.class);
  }

  private void note(Delivery delivery) {
    handled.add(delivery.message().payload().toStringUtf8());
  }

  private long extensionsOf(String body) {
    return broker.settled.stream()
        .flatMap(request -> request.getExtendsList().stream())
        .filter(extend -> extend.getLeaseId().toStringUtf8().equals("lease-of-" + body))
        .count();
  }

  private static String[] bodies(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "m" + i).toArray(String[]::new);
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
