package dev.vez.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.MessageId;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.TestNode;
import dev.vez.ports.scheduling.Delivery;
import org.junit.jupiter.api.Test;

/** What the engine tells of messages. */
class QueueMeterTest {

  @Test
  void shouldCountWhatHappensToMessages() {
    TestNode node = TestNode.withQueue("orders");
    node.enqueued("orders", "a");
    node.enqueued("orders", "b");
    RecordingSink sink = node.consume("orders", 10);
    node.scheduler.runReady();
    Delivery first = sink.deliveries().getFirst();
    Delivery second = sink.deliveries().getLast();

    node.accepted(node.ack(first));
    node.accepted(
        node.engine().messaging().nack("orders", second.message().id(), second.lease(), "no"));
    node.scheduler.runReady();

    assertThat(node.telemetry.sums())
        .containsEntry("orders ENQUEUED", 2L)
        .containsEntry("orders LEASED", 3L)
        .containsEntry("orders ACKED", 1L)
        .containsEntry("orders NACKED", 1L);
  }

  @Test
  void shouldCountLeasesThatExpire() {
    TestNode node = TestNode.withQueue("orders");
    node.enqueued("orders", "a");
    node.consume("orders", 10);
    node.scheduler.runReady();

    node.scheduler.advanceMillis(60_000);
    node.scheduler.runReady();

    assertThat(node.telemetry.sums()).containsKey("orders EXPIRED");
  }

  @Test
  void shouldTellHowLongADeliveredMessageHasWaited() {
    TestNode node = TestNode.withQueue("orders");
    node.enqueued("orders", "a");
    node.scheduler.advanceMillis(250);

    node.consume("orders", 10);
    node.scheduler.runReady();

    assertThat(node.telemetry.deliveries()).containsExactly("orders default x1 after 250 ms");
  }

  @Test
  void shouldCountTurnsOfKeysAndRounds() {
    TestNode node = TestNode.withQueue("orders");
    for (String body : new String[] {"a", "b", "c"}) {
      node.enqueued("orders", body);
    }

    node.consume("orders", 10);
    node.scheduler.runReady();

    assertThat(node.telemetry.sums())
        .as("one key, which has one message a turn")
        .containsEntry("orders visits", 3L)
        .containsEntry("orders rounds", 3L);
  }

  @Test
  void shouldCountNothingThatWasRefused() {
    TestNode node = TestNode.withQueue("orders");

    node.rejected(node.enqueue("missing", "a"));
    node.rejected(node.ack("orders", new MessageId(1, 1)));

    assertThat(node.telemetry.sums()).isEmpty();
  }

  @Test
  void shouldCountNothingTwiceAfterARestart() {
    TestNode node = TestNode.withQueue("orders");
    node.enqueued("orders", "a");

    node.crashAndRestart();

    assertThat(node.telemetry.sums()).containsOnlyKeys("orders ENQUEUED");
    assertThat(node.telemetry.sums()).containsEntry("orders ENQUEUED", 1L);
  }
}
