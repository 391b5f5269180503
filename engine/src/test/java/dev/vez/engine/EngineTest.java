package dev.vez.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.domain.id.MessageId;
import dev.vez.engine.group.GroupStatus;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.scheduling.Delivery;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The whole engine, from a call to its answer, on the real state machines. */
class EngineTest {

  @Test
  void shouldCarryAMessageFromItsProducerToItsConsumer() {
    TestNode node = TestNode.withQueue("orders");
    RecordingSink sink = node.consume("orders", 10);

    MessageId id = node.enqueued("orders", "hello");
    node.scheduler.runReady();

    Delivery delivery = sink.deliveries().getFirst();
    assertThat(sink.bodies()).containsExactly("hello");
    assertThat(delivery.message().id()).isEqualTo(id);
    assertThat(delivery.queue()).isEqualTo("orders");
    assertThat(delivery.headers()).isEqualTo(Map.of("header", "hello"));
    assertThat(delivery.fairnessKey()).isEqualTo("default");
    assertThat(delivery.message().attempts()).isZero();
    assertThat(delivery.leaseMillis()).isEqualTo(30_000);
    assertThat(delivery.leasedAtMillis()).isEqualTo(node.process().wallMillis());
    assertThat(delivery.message().enqueuedAtMillis()).isEqualTo(node.process().wallMillis());
  }

  @Test
  void shouldSettleAMessageOnce() {
    TestNode node = TestNode.withQueue("orders");
    RecordingSink sink = node.consume("orders", 10);
    MessageId id = node.enqueued("orders", "hello");
    node.scheduler.runReady();

    node.accepted(node.ack(sink.deliveries().getFirst()));

    assertThat(node.summary("orders").depth()).isZero();
    assertThat(node.rejected(node.ack("orders", id)))
        .isEqualTo(new Rejection.LeaseNotFound("orders", id.toString()));
  }

  @Test
  void shouldDeliverAgainAfterANack() {
    TestNode node = TestNode.withQueue("orders");
    RecordingSink sink = node.consume("orders", 10);
    node.enqueued("orders", "hello");
    node.scheduler.runReady();
    Delivery first = sink.deliveries().getFirst();

    node.accepted(
        node.engine().messaging().nack("orders", first.message().id(), first.lease(), "no luck"));
    node.scheduler.runReady();

    assertThat(sink.bodies()).containsExactly("hello", "hello");
    assertThat(sink.deliveries().getLast().message().attempts()).isEqualTo(1);
    assertThat(node.rejected(node.ack(first))).isInstanceOf(Rejection.LeaseLost.class);
  }

  @Test
  void shouldDeliverAgainWithinTheGranularityOfTheDeadline() {
    TestNode node = TestNode.withQueue("orders");
    RecordingSink sink = node.consume("orders", 10);
    node.enqueued("orders", "hello");
    node.scheduler.advanceMillis(29_999);
    assertThat(sink.bodies()).hasSize(1);

    node.scheduler.advanceMillis(7);

    assertThat(sink.bodies()).hasSize(2);
    assertThat(sink.deliveries().getLast().message().attempts()).isEqualTo(1);
  }

  @Test
  void shouldKeepALeaseThatIsExtended() {
    TestNode node = TestNode.withQueue("orders");
    RecordingSink sink = node.consume("orders", 10);
    node.enqueued("orders", "hello");
    node.scheduler.advanceMillis(20_000);
    Delivery delivery = sink.deliveries().getFirst();

    node.accepted(
        node.engine()
            .messaging()
            .extend("orders", delivery.message().id(), delivery.lease(), 60_000));
    node.scheduler.advanceMillis(59_000);
    assertThat(sink.bodies()).hasSize(1);
    node.scheduler.advanceMillis(1_100);

    assertThat(sink.bodies()).hasSize(2);
  }

  @Test
  void shouldSayWhichQueueIsNotThere() {
    TestNode node = TestNode.started();
    Rejection expected = new Rejection.QueueNotFound("orders");

    assertThat(node.rejected(node.enqueue("orders", "x"))).isEqualTo(expected);
    assertThat(node.rejected(node.consumeLater("orders", 1, new RecordingSink())))
        .isEqualTo(expected);
    assertThat(node.rejected(node.ack("orders", new MessageId(1, 2)))).isEqualTo(expected);
    assertThat(node.rejected(node.engine().admin().queueStats("orders"))).isEqualTo(expected);
    assertThat(node.rejected(node.engine().admin().deleteQueue("orders"))).isEqualTo(expected);
  }

  @Test
  void shouldDeliverInTheOrderOfEnqueueAfterARestart() {
    TestNode node = TestNode.withQueue("orders");
    List<String> bodies = IntStream.range(0, 50).mapToObj(i -> "m" + i).toList();
    bodies.forEach(body -> node.enqueued("orders", body));

    node.crashAndRestart();
    RecordingSink sink = node.consume("orders", 10, new RecordingSink().handingOver());
    node.scheduler.runReady();

    assertThat(sink.bodies()).isEqualTo(bodies);
  }

  @Test
  void shouldListQueuesByNameWithTheirFigures() {
    TestNode node = TestNode.withQueue("b");
    node.createQueue("a");
    node.consume("b", 1);
    node.enqueued("b", "1");
    node.enqueued("b", "2");
    node.scheduler.runReady();

    assertThat(node.queues())
        .containsExactly(
            new QueueSummary("a", 0, 0, 0, 3),
            new QueueSummary("a.dlq", 0, 0, 0, 3),
            new QueueSummary("b", 2, 1, 1, 3),
            new QueueSummary("b.dlq", 0, 0, 0, 3));
    assertThat(node.stats("b").keys()).hasSize(1);
    assertThat(node.stats("b").quantum()).isEqualTo(1);
  }

  @Test
  void shouldTakeCallsOnlyOnceItIsReady() {
    TestNode node = new TestNode();
    assertThat(node.rejected(node.enqueue("orders", "x"))).isEqualTo(new Rejection.NotLeader(""));

    node.start();

    assertThat(node.rejected(node.enqueue("orders", "x")))
        .isEqualTo(new Rejection.QueueNotFound("orders"));
    assertThat(node.engine().health())
        .isEqualTo(Map.of(0, new GroupStatus.Serving(1), 1, new GroupStatus.Serving(1)));
  }

  @Test
  void shouldLeadInANewTermAfterEachStart() {
    TestNode node = TestNode.started();
    node.scheduler.runReady();
    node.crashAndRestart();

    assertThat(node.engine().health())
        .isEqualTo(Map.of(0, new GroupStatus.Serving(2), 1, new GroupStatus.Serving(2)));
  }

  @Test
  void shouldNotBeReadyWhereAStoreCannotBeRead() {
    TestNode node = TestNode.started();
    node.crash(unsynced -> 0);
    node.disk.open(1);
    node.replaceProcess();

    node.beginStart();
    node.scheduler.runReady();

    assertThatThrownBy(() -> node.ready().toCompletableFuture().join())
        .hasRootCauseMessage("Expected the store of group 1 to be closed, but it is open");
    assertThat(node.engine().health().get(1)).isInstanceOf(GroupStatus.Failed.class);
  }

  @Test
  void shouldAnswerWhatIsOnItsWayWhenItIsStopped() {
    TestNode node = TestNode.withQueue("orders");
    RecordingSink sink = node.consume("orders", 2);
    List<CompletableFuture<Result<MessageId>>> calls =
        IntStream.range(0, 30).mapToObj(i -> node.enqueue("orders", "m" + i)).toList();

    CompletableFuture<Void> stopped = node.engine().stop().toCompletableFuture();
    CompletableFuture<Result<MessageId>> late = node.enqueue("orders", "late");
    node.scheduler.runUntil(stopped::isDone);

    assertThat(calls)
        .allSatisfy(call -> assertThat(call.join()).isInstanceOf(Result.Accepted.class));
    assertThat(late.join()).isEqualTo(Result.rejected(new Rejection.Draining()));
    assertThat(sink.end()).isEqualTo(new Rejection.Draining());
    node.disk.close();
    node.replaceProcess();
    node.start();
    RecordingSink next = node.consume("orders", 30);
    node.scheduler.runReady();
    // What was never handed over went back before the stop, not at its deadline.
    assertThat(next.bodies()).hasSize(30);
    assertThat(node.scheduler.failures()).isEmpty();
  }

  @Test
  void shouldStopWhileAQueueIsBeingCreated() {
    TestNode node = TestNode.started();
    var created = node.engine().admin().createQueue(new NewQueue("a", "", "", 0));

    node.stop();

    assertThat(created.toCompletableFuture().join()).isEqualTo(Result.accepted("a"));
  }
}
