package dev.vez.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.TestNode;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.recovery.StoreException;
import dev.vez.ports.scheduling.Delivery;
import org.junit.jupiter.api.Test;

/** What goes on and what does not while the disk is nearly full. The reserve is 1,000 bytes. */
class DiskReserveTest {

  private final TestNode node = TestNode.withQueue("orders");

  @Test
  void shouldRefuseMessagesWhileThereIsLessThanTheReserve() {
    node.freeSpace.leave(999);
    node.scheduler.advanceMillis(1_000);

    assertThat(node.rejected(node.enqueue("orders", "m")))
        .isInstanceOfSatisfying(
            Rejection.ResourceExhausted.class,
            it -> {
              assertThat(it.limit()).isEqualTo("storage.disk_reserve_bytes");
              assertThat(it.retryAfterMillis()).isPositive();
            });
    assertThat(node.summary("orders").depth()).isZero();
  }

  @Test
  void shouldTakeMessagesAgainOnceThereIsAnAmpleReserve() {
    node.freeSpace.leave(0);
    node.scheduler.advanceMillis(1_000);
    node.freeSpace.leave(1_061);
    node.scheduler.advanceMillis(1_000);
    node.rejected(node.enqueue("orders", "m"));

    node.freeSpace.leave(1_062);
    node.scheduler.advanceMillis(1_000);

    node.enqueued("orders", "m");
  }

  @Test
  void shouldGoOnWithAllThatMakesRoom() {
    RecordingSink sink = node.consume("orders", 10);
    for (String body : new String[] {"acked", "nacked", "waiting"}) {
      node.enqueued("orders", body);
    }
    node.scheduler.runReady();
    node.freeSpace.leave(0);
    node.scheduler.advanceMillis(1_000);

    node.accepted(node.ack(sink.deliveries().getFirst()));
    Delivery second = sink.deliveries().get(1);
    node.accepted(
        node.engine().messaging().nack("orders", second.message().id(), LeaseId.NONE, "not today"));
    node.scheduler.runReady();
    assertThat(sink.bodies()).containsExactly("acked", "nacked", "waiting", "nacked");
    node.accepted(node.engine().config().setConfig("k", "v"));
    node.accepted(node.engine().admin().deleteQueue("orders"));
  }

  @Test
  void shouldRefuseARedriveWhichWritesBeforeItGivesBack() {
    Redrive all = new Redrive("orders.dlq", 0, null, 0, false);
    node.freeSpace.leave(0);
    node.scheduler.advanceMillis(1_000);

    assertThat(node.rejected(node.engine().admin().redrive(all)))
        .isInstanceOf(Rejection.ResourceExhausted.class);

    node.freeSpace.leave(2_000);
    node.scheduler.advanceMillis(1_000);
    assertThat(node.accepted(node.engine().admin().redrive(all))).isZero();
  }

  @Test
  void shouldKnowTheDiskBeforeItTakesTheFirstCall() {
    node.freeSpace.leave(0);

    node.crashAndRestart();

    assertThat(node.rejected(node.enqueue("orders", "m")))
        .isInstanceOf(Rejection.ResourceExhausted.class);
  }

  @Test
  void shouldStayAsItIsWhereTheDiskDoesNotAnswer() {
    node.freeSpace.fail(new StoreException("no answer"));
    node.scheduler.advanceMillis(3_000);
    node.enqueued("orders", "m");

    node.freeSpace.leave(0);
    node.scheduler.advanceMillis(1_000);
    node.freeSpace.fail(new StoreException("no answer"));
    node.scheduler.advanceMillis(1_000);

    node.rejected(node.enqueue("orders", "m"));
  }

  @Test
  void shouldAskByTimeAndNotByMessage() {
    int before = node.freeSpace.asked();
    for (int i = 0; i < 20; i++) {
      MessageId _ = node.enqueued("orders", "m");
    }
    assertThat(node.freeSpace.asked()).isEqualTo(before);

    node.scheduler.advanceMillis(10_000);

    assertThat(node.freeSpace.asked()).isEqualTo(before + 10);
  }

  @Test
  void shouldAskNoMoreOnceItIsStopped() {
    node.stop();
    int before = node.freeSpace.asked();

    node.scheduler.advanceMillis(10_000);

    assertThat(node.freeSpace.asked()).isLessThanOrEqualTo(before + 1);
  }

  @Test
  void shouldRefuseAnUnknownQueueAsSuch() {
    node.freeSpace.leave(0);
    node.scheduler.advanceMillis(1_000);

    assertThat(node.rejected(node.enqueue("unknown", "m")))
        .isEqualTo(new Rejection.QueueNotFound("unknown"));
  }
}
