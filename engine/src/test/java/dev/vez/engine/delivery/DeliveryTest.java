package dev.vez.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.MessageId;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.RecordKey;
import dev.vez.domain.record.RecordType;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.TestNode;
import dev.vez.engine.group.GroupStatus;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.DeliverySink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What consumers get, and what becomes of what they do not get. */
class DeliveryTest {

  private static final String DELIVERY = "group-1-delivery";
  private static final String SYNC = "group-1-sync";

  private final TestNode node = TestNode.withQueue("orders");

  @Test
  void shouldNeverBeAheadOfTheTransportByMoreThanTheWindow() {
    enqueueMany(30);
    RecordingSink sink = node.consume("orders", 4);
    for (int taken = 0; taken < 26; taken++) {
      node.scheduler.runReady();
      assertThat(sink.deliveries().size()).isBetween(taken + 2, taken + 4);
      sink.handOver(1);
    }
  }

  @Test
  void shouldRenewTheCreditInHalvesOfTheWindow() {
    enqueueMany(30);
    RecordingSink sink = node.consume("orders", 8);
    node.scheduler.runReady();
    long before = node.store(1).applied().index();

    sink.handOver(3);
    node.scheduler.runReady();
    assertThat(node.store(1).applied().index()).isEqualTo(before);
    sink.handOver(1);
    node.scheduler.runReady();

    assertThat(node.store(1).applied().index()).isEqualTo(before + 1);
    assertThat(sink.deliveries()).hasSize(12);
  }

  @Test
  void shouldDeliverOneByOneWithAWindowOfOne() {
    enqueueMany(5);
    RecordingSink sink = node.consume("orders", 1);
    for (int i = 1; i <= 5; i++) {
      node.scheduler.runReady();
      assertThat(sink.deliveries()).hasSize(i);
      sink.handOver(1);
    }
  }

  @Test
  void shouldRefuseAWindowOutOfRange() {
    for (int window : List.of(0, -1, 1_025)) {
      assertThat(node.rejected(node.consumeLater("orders", window, new RecordingSink())))
          .isInstanceOf(Rejection.InvalidArgument.class);
    }
  }

  @Test
  void shouldRefuseMoreConsumersThanAllowed() {
    for (int i = 0; i < 100; i++) {
      node.consume("orders", 1);
    }

    assertThat(node.rejected(node.consumeLater("orders", 1, new RecordingSink())))
        .isInstanceOfSatisfying(
            Rejection.ResourceExhausted.class,
            it -> assertThat(it.limit()).isEqualTo("limits.consumers_max"));
  }

  @Test
  void shouldNotDeliverBeforeTheLeaseIsDurable() {
    RecordingSink sink = node.consume("orders", 10);
    node.process().pause(SYNC);
    var _ = node.enqueue("orders", "m");
    node.scheduler.runReady();
    assertThat(node.store(1).unsyncedBatches()).isPositive();
    assertThat(sink.deliveries()).isEmpty();

    node.process().resume(SYNC);
    node.scheduler.runReady();

    assertThat(sink.bodies()).containsExactly("m");
  }

  @Test
  void shouldReturnAtOnceWhatWasNotHandedOverWhenAConsumerGoes() {
    enqueueMany(4);
    RecordingSink first = node.consume("orders", 4);
    node.scheduler.runReady();
    first.handOver(1);

    first.close();
    RecordingSink second = node.consume("orders", 4);
    node.scheduler.runReady();

    assertThat(second.bodies()).containsExactly("m1", "m2", "m3");
    assertThat(second.deliveries()).allMatch(delivery -> delivery.message().attempts() == 0);
    assertThat(node.summary("orders").inFlight()).isEqualTo(4);
    assertThat(node.summary("orders").consumers()).isEqualTo(1);
  }

  @Test
  void shouldStillTakeTheAckOfAConsumerThatHasGone() {
    enqueueMany(1);
    RecordingSink sink = node.consume("orders", 4);
    node.scheduler.runReady();
    sink.handOver(1);

    sink.close();
    node.scheduler.runReady();

    node.accepted(node.ack(sink.deliveries().getFirst()));
    assertThat(node.summary("orders").depth()).isZero();
  }

  @Test
  void shouldSayNothingToAConsumerThatHasClosed() {
    RecordingSink sink = node.consume("orders", 4);

    sink.close();
    sink.close();
    enqueueMany(2);
    node.accepted(node.engine().admin().deleteQueue("orders"));
    node.scheduler.runReady();

    assertThat(sink.deliveries()).isEmpty();
    assertThat(sink.end()).isNull();
  }

  @Test
  void shouldGiveNothingBackTwiceWhereAConsumerGoesWhileDeliveriesAreOnTheirWay() {
    RecordingSink first = node.consume("orders", 4);
    node.process().pause(DELIVERY);
    enqueueMany(3);
    node.scheduler.runReady();

    first.close();
    node.scheduler.runReady();
    node.process().resume(DELIVERY);
    RecordingSink second = node.consume("orders", 4);
    node.scheduler.runReady();

    assertThat(first.deliveries()).isEmpty();
    assertThat(second.bodies()).containsExactly("m0", "m1", "m2");
    assertThat(node.summary("orders").inFlight()).isEqualTo(3);
  }

  @Test
  void shouldReadFromTheStoreWhatIsNotFresh() {
    String large = "x".repeat(1_500);
    IntStream.range(0, 5).forEach(i -> node.enqueued("orders", i + large));

    RecordingSink sink = node.consume("orders", 5);
    node.scheduler.runReady();

    assertThat(sink.bodies()).isEqualTo(IntStream.range(0, 5).mapToObj(i -> i + large).toList());
  }

  @Test
  void shouldDropADeliveryThatWasSettledBeforeItsPayloadWasReadAndGetTheCreditBack() {
    String large = "x".repeat(3_000);
    IntStream.range(0, 4).forEach(i -> node.enqueued("orders", i + large));
    node.process().pause(DELIVERY);
    RecordingSink sink = node.consume("orders", 2);
    node.scheduler.runReady();
    leasedMessages().forEach(message -> node.accepted(node.ack("orders", message)));

    node.process().resume(DELIVERY);
    node.scheduler.runReady();

    assertThat(sink.bodies()).containsExactly(2 + large, 3 + large);
    assertThat(node.engine().health().get(1)).isInstanceOf(GroupStatus.Serving.class);
  }

  @Test
  void shouldStopTheGroupWhereThePayloadOfALeasedMessageIsMissing() {
    MessageId id = node.enqueued("orders", "x".repeat(3_000));
    losePayloads();

    RecordingSink sink = node.consume("orders", 2);
    node.scheduler.runReady();

    assertThat(sink.deliveries()).isEmpty();
    assertThat(sink.end()).isEqualTo(new Rejection.NotLeader(""));
    assertThat(node.engine().health().get(1))
        .isInstanceOfSatisfying(
            GroupStatus.Failed.class,
            it -> assertThat(it.cause()).hasMessageContaining(id.toString()));
  }

  @Test
  void shouldStopTheGroupWhereAPayloadCannotBeRead() {
    node.enqueued("orders", "x".repeat(3_000));
    RecordingSink sink = new RecordingSink();
    node.process().pause(DELIVERY);
    node.consume("orders", 2, sink);
    node.scheduler.runReady();
    node.store(1).failNextRead();

    node.process().resume(DELIVERY);
    node.scheduler.runReady();

    assertThat(node.engine().health().get(1)).isInstanceOf(GroupStatus.Failed.class);
    assertThat(sink.end()).isEqualTo(new Rejection.NotLeader(""));
  }

  @Test
  void shouldStopTheGroupWhereAnEntryNeedsWhatCannotBeRead() {
    MessageId before = node.enqueued("orders", "m");
    node.crashAndRestart(); // What the machine had read is gone with it.
    node.store(1).failNextRead();

    CompletableFuture<Result<Subscription>> consuming =
        node.consumeLater("orders", 2, new RecordingSink());
    CompletableFuture<Result<MessageId>> enqueuing = node.enqueue("orders", "n");

    assertThat(node.rejected(consuming)).isEqualTo(new Rejection.NotLeader(""));
    assertThat(node.await(enqueuing)).isInstanceOf(Result.Rejected.class);
    assertThat(node.rejected(node.ack("orders", before))).isEqualTo(new Rejection.NotLeader(""));
    assertThat(node.engine().health().get(1)).isInstanceOf(GroupStatus.Failed.class);
  }

  @Test
  void shouldEndAStreamWhoseQueueIsDeleted() {
    RecordingSink sink = node.consume("orders", 2);

    node.accepted(node.engine().admin().deleteQueue("orders"));
    node.scheduler.runReady();

    assertThat(sink.end()).isEqualTo(new Rejection.QueueNotFound("orders"));
  }

  @Test
  void shouldDetachAConsumerWhoseTransportThrows() {
    node.engine()
        .messaging()
        .consume(
            "orders",
            2,
            new DeliverySink() {
              @Override
              public void deliver(Delivery delivery) {
                throw new IllegalStateException("thrown by the test");
              }

              @Override
              public void end(Rejection reason) {}
            });
    enqueueMany(2);
    node.scheduler.runReady();

    RecordingSink next = node.consume("orders", 2);
    node.scheduler.runReady();

    assertThat(next.bodies()).containsExactly("m0", "m1");
    assertThat(node.engine().health().get(1)).isInstanceOf(GroupStatus.Serving.class);
  }

  @Test
  void shouldLetConsumersTakeTurns() {
    RecordingSink first = node.consume("orders", 10);
    RecordingSink second = node.consume("orders", 10);

    enqueueMany(6);
    node.scheduler.runReady();

    assertThat(first.bodies()).containsExactly("m0", "m2", "m4");
    assertThat(second.bodies()).containsExactly("m1", "m3", "m5");
  }

  @Test
  void shouldKeepLeasesThroughARestartAndReturnThemAtTheirDeadline() {
    enqueueMany(2);
    RecordingSink first = node.consume("orders", 2);
    node.scheduler.runReady();
    first.handOver(2);
    node.scheduler.runReady();

    node.crashAndRestart();
    RecordingSink second = node.consume("orders", 2);
    node.scheduler.advanceMillis(29_000);
    assertThat(second.deliveries()).isEmpty();
    node.scheduler.advanceMillis(1_100);

    assertThat(second.bodies()).containsExactly("m0", "m1");
  }

  private void enqueueMany(int count) {
    IntStream.range(0, count).forEach(i -> node.enqueued("orders", "m" + i));
  }

  private List<MessageId> leasedMessages() {
    return node.store(1).image().all(RecordType.LEASE).stream()
        .map(record -> ((LeaseRecord) record).message().id())
        .toList();
  }

  /** Damages the store behind the engine's back. */
  private void losePayloads() {
    AppliedPosition applied = node.store(1).applied();
    List<Mutation> losses =
        node.store(1).image().all(RecordType.PAYLOAD).stream()
            .<Mutation>map(record -> new Mutation.Remove((RecordKey.OfPayload) record.key()))
            .toList();
    // The engine's next entry takes the index after this one.
    node.crash(unsynced -> unsynced);
    node.replaceProcess();
    var store = node.disk.open(1);
    store.write(new StoreBatch(new AppliedPosition(applied.index() + 1, applied.term()), losses));
    store.sync();
    store.close();
    node.start();
  }
}
