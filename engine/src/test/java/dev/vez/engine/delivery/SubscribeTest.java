package dev.vez.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.LeasedMessage;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.TestNode;
import dev.vez.ports.api.CreditedSubscription;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.Settlement;
import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.api.SubscribeRequest.AtEnd;
import dev.vez.ports.scheduling.Delivery;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Consumers that grant their credit themselves. */
class SubscribeTest {

  private static final long VISIBILITY_MILLIS = 30_000;

  private final TestNode node = TestNode.withQueue("orders");
  private final RecordingSink sink = new RecordingSink().handingOver();

  @Test
  void shouldDeliverWhatIsGrantedAndNoMore() {
    enqueueMany(20);
    CreditedSubscription subscription = subscribe(3, 0, AtEnd.KEEP);
    node.scheduler.runReady();
    assertThat(sink.deliveries()).hasSize(3);

    subscription.grant(1);
    node.scheduler.runReady();
    assertThat(sink.deliveries()).hasSize(4);
    subscription.grant(10);
    node.scheduler.runReady();
    assertThat(sink.deliveries()).hasSize(14);
    assertThat(node.summary("orders").inFlight()).isEqualTo(14);
  }

  @Test
  void shouldDeliverNothingWithoutCreditAndEverythingWithEndlessCredit() {
    enqueueMany(20);
    CreditedSubscription subscription = subscribe(0, 0, AtEnd.KEEP);
    node.scheduler.runReady();
    assertThat(sink.deliveries()).isEmpty();

    subscription.grant(Long.MAX_VALUE);
    subscription.grant(Long.MAX_VALUE);
    node.scheduler.runReady();
    assertThat(sink.deliveries()).hasSize(20);
    enqueueMany(20);
    node.scheduler.runReady();
    assertThat(sink.deliveries()).hasSize(40);
  }

  @Test
  void shouldNotBeFarAheadOfATransportThatTakesNothing() {
    enqueueMany(1_200);
    RecordingSink slow = new RecordingSink();
    CreditedSubscription subscription =
        node.subscribe(new SubscribeRequest("orders", 100_000, 0, AtEnd.KEEP), slow);
    node.scheduler.runReady();
    assertThat(slow.deliveries().size()).isBetween(512, 1_024);
    int before = slow.deliveries().size();

    subscription.handedOver(slow.deliveries().getLast().lease(), before);
    node.scheduler.runReady();
    assertThat(slow.deliveries()).hasSize(1_200);
  }

  @Test
  void shouldBeLessAheadWhereMessagesAreLarge() {
    int large = 400_000;
    for (int i = 0; i < 60; i++) {
      node.accepted(
          node.engine()
              .messaging()
              .enqueueBatch(
                  new EnqueueBatch(
                      "orders",
                      List.of(new EnqueueBatch.Message(Map.of(), Bytes.wrap(new byte[large]))),
                      1,
                      true)));
    }
    RecordingSink slow = new RecordingSink();
    CreditedSubscription subscription =
        node.subscribe(new SubscribeRequest("orders", 1, 0, AtEnd.KEEP), slow);
    node.scheduler.runUntil(() -> slow.deliveries().size() == 1);

    subscription.grant(1_000);
    node.scheduler.runReady();

    assertThat(slow.deliveries().size()).isBetween(10, 25);
  }

  @Test
  void shouldHoldNoMoreThanItsLimitUntilSomethingIsSettled() {
    enqueueMany(20);
    CreditedSubscription subscription = subscribe(100, 4, AtEnd.KEEP);
    node.scheduler.runReady();
    assertThat(sink.deliveries()).hasSize(4);

    settle(subscription, new Settlement.Ack(leased(0)), new Settlement.Nack(leased(1), ""));
    node.scheduler.runReady();
    assertThat(sink.deliveries()).hasSize(6);
    settle(subscription, new Settlement.Extend(leased(2), 60_000));
    node.scheduler.runReady();
    assertThat(sink.deliveries()).hasSize(6);
  }

  @Test
  void shouldGoOnWhereLeasesEndAtTheirDeadlines() {
    enqueueMany(20);
    CreditedSubscription subscription = subscribe(100, 4, AtEnd.KEEP);
    node.scheduler.runReady();
    settle(subscription, new Settlement.Extend(leased(3), 2 * VISIBILITY_MILLIS));

    node.scheduler.advanceMillis(VISIBILITY_MILLIS + 500);
    assertThat(sink.deliveries()).hasSize(7);
    // All but the one that was extended.
    assertThat(node.summary("orders").inFlight()).isEqualTo(4);
    node.scheduler.advanceMillis(VISIBILITY_MILLIS + 1_000);
    assertThat(sink.deliveries().size()).isGreaterThanOrEqualTo(11);
  }

  @Test
  void shouldSettleEachAndSayWhatBecameOfIt() {
    enqueueMany(4);
    CreditedSubscription subscription = subscribe(10, 0, AtEnd.KEEP);
    node.scheduler.runReady();
    LeasedMessage again = leased(1);
    settle(subscription, new Settlement.Nack(again, "once"));
    settle(subscription, new Settlement.Ack(leased(2)));
    node.scheduler.runReady();

    List<Result<Settled>> results =
        settle(
            subscription,
            new Settlement.Ack(leased(0)),
            new Settlement.Ack(again),
            new Settlement.Extend(leased(3), 0),
            new Settlement.Ack(leased(2)),
            new Settlement.Extend(again, 1_000),
            new Settlement.Nack(again, ""));

    String id = again.id().toString();
    assertThat(results.get(0)).isEqualTo(Result.accepted(Settled.INSTANCE));
    assertThat(results.get(1)).isEqualTo(Result.rejected(new Rejection.LeaseLost("orders", id)));
    assertThat(results.get(2))
        .isInstanceOfSatisfying(
            Result.Rejected.class,
            it -> assertThat(it.reason()).isInstanceOf(Rejection.InvalidArgument.class));
    assertThat(results.get(3))
        .isEqualTo(
            Result.rejected(new Rejection.LeaseNotFound("orders", leased(2).id().toString())));
    assertThat(results.get(4)).isEqualTo(Result.rejected(new Rejection.LeaseLost("orders", id)));
    assertThat(results.get(5)).isEqualTo(Result.rejected(new Rejection.LeaseLost("orders", id)));
  }

  @Test
  void shouldAckManyWithOneEntry() {
    enqueueMany(300);
    CreditedSubscription subscription = subscribe(300, 0, AtEnd.KEEP);
    node.scheduler.runUntil(() -> sink.deliveries().size() == 300);
    node.scheduler.runReady();
    long before = node.store(1).applied().index();

    settle(
        subscription,
        IntStream.range(0, 300)
            .mapToObj(i -> new Settlement.Ack(leased(i)))
            .toArray(Settlement[]::new));

    assertThat(node.store(1).applied().index() - before).isEqualTo(1);
    assertThat(node.summary("orders").depth()).isZero();
  }

  @Test
  void shouldReleaseWhatItHoldsAtItsEnd() {
    enqueueMany(6);
    CreditedSubscription subscription = subscribe(4, 0, AtEnd.RELEASE);
    node.scheduler.runReady();
    List<String> bodies = sink.bodies();
    settle(subscription, new Settlement.Ack(leased(1)));

    subscription.close();
    node.scheduler.runReady();

    assertThat(node.summary("orders").inFlight()).isZero();
    assertThat(node.summary("orders").consumers()).isZero();
    RecordingSink next = node.consume("orders", 10).handingOver();
    node.scheduler.runReady();
    assertThat(next.bodies()).hasSize(5).startsWith(bodies.get(0), bodies.get(2), bodies.get(3));
    assertThat(next.bodies()).isSorted();
    assertThat(next.deliveries()).allMatch(delivery -> delivery.message().attempts() == 0);
  }

  @Test
  void shouldReleaseMoreThanOneCommandHoldsInOrder() {
    enqueueMany(2_500);
    CreditedSubscription subscription = subscribe(2_500, 0, AtEnd.RELEASE);
    node.scheduler.runUntil(() -> sink.deliveries().size() == 2_500);

    subscription.close();
    node.scheduler.runReady();

    assertThat(node.summary("orders").inFlight()).isZero();
    assertThat(node.summary("orders").depth()).isEqualTo(2_500);
    RecordingSink next = new RecordingSink().handingOver();
    node.subscribe(new SubscribeRequest("orders", 2_500, 0, AtEnd.KEEP), next);
    node.scheduler.runUntil(() -> next.deliveries().size() == 2_500);
    assertThat(next.bodies()).isEqualTo(sink.bodies());
  }

  @Test
  void shouldKeepWhatItHoldsWhereThatIsAskedFor() {
    enqueueMany(6);
    CreditedSubscription subscription = subscribe(4, 0, AtEnd.KEEP);
    node.scheduler.runReady();

    subscription.close();
    node.scheduler.runReady();

    assertThat(node.summary("orders").inFlight()).isEqualTo(4);
    assertThat(
            node.accepted(
                node.engine()
                    .messaging()
                    .settleBatch(
                        new SettleBatch("orders", List.of(new Settlement.Ack(leased(0))), false))))
        .containsExactly(Result.accepted(Settled.INSTANCE));
  }

  @Test
  void shouldReleaseWhenTheNodeStops() {
    enqueueMany(6);
    subscribe(4, 0, AtEnd.RELEASE);
    node.scheduler.runReady();

    node.stop();
    assertThat(sink.end()).isEqualTo(new Rejection.Draining());
    node.replaceProcess();
    node.start();

    assertThat(node.summary("orders").inFlight()).isZero();
    assertThat(node.summary("orders").depth()).isEqualTo(6);
  }

  @Test
  void shouldEndWithItsQueue() {
    enqueueMany(6);
    CreditedSubscription subscription = subscribe(4, 0, AtEnd.RELEASE);
    node.scheduler.runReady();

    node.accepted(node.engine().admin().deleteQueue("orders"));
    node.scheduler.runReady();

    assertThat(sink.end()).isEqualTo(new Rejection.QueueNotFound("orders"));
    assertThat(
            node.rejected(
                subscription.settle(
                    new SettleBatch("orders", List.of(new Settlement.Ack(leased(0))), true))))
        .isEqualTo(new Rejection.QueueNotFound("orders"));
    subscription.close();
    node.scheduler.runReady();
  }

  @Test
  void shouldRefuseWhatIsNotValid() {
    assertThat(
            node.rejected(
                node.engine()
                    .messaging()
                    .subscribe(new SubscribeRequest("missing", 1, 0, AtEnd.KEEP), sink)))
        .isEqualTo(new Rejection.QueueNotFound("missing"));
    assertThat(
            node.rejected(
                node.engine()
                    .messaging()
                    .subscribe(new SubscribeRequest("no good", 1, 0, AtEnd.KEEP), sink)))
        .isInstanceOf(Rejection.InvalidArgument.class);
    assertThat(
            node.accepted(
                node.engine().messaging().settleBatch(new SettleBatch("orders", List.of(), true))))
        .isEmpty();
  }

  private void enqueueMany(int count) {
    for (int from = 0; from < count; from += 100) {
      node.accepted(
          node.enqueueBatch(
              "orders",
              1,
              IntStream.range(from, Math.min(count, from + 100))
                  .mapToObj("m%06d"::formatted)
                  .toArray(String[]::new)));
    }
  }

  private CreditedSubscription subscribe(long credit, int maxInFlight, AtEnd atEnd) {
    return node.subscribe(new SubscribeRequest("orders", credit, maxInFlight, atEnd), sink);
  }

  private List<Result<Settled>> settle(
      CreditedSubscription subscription, Settlement... settlements) {
    return node.accepted(
        subscription.settle(new SettleBatch("orders", List.of(settlements), true)));
  }

  private LeasedMessage leased(int number) {
    Delivery delivery = sink.deliveries().get(number);
    return new LeasedMessage(delivery.message().id(), delivery.lease());
  }
}
