package dev.vez.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.effect.WakeAt;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.MessageInfo;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryPausesTest {

  private static final QueueId FULL = new QueueId(1, 0);
  private static final QueueId ROOMY = new QueueId(2, 0);

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final List<QueueId> told = new ArrayList<>();
  private final DeliveryPauses pauses =
      new DeliveryPauses(scheduler.process(), last -> told.add(last.queue()));

  @Test
  void shouldTellOfAQueueThatIsFull() {
    look(delivery(ROOMY), new WakeAt(1), delivery(FULL));

    assertThat(told).containsExactly(FULL);
  }

  @Test
  void shouldNotTellOfAQueueWithRoom() {
    look(delivery(ROOMY), delivery(ROOMY));
    look(new WakeAt(1));

    assertThat(told).isEmpty();
  }

  @Test
  void shouldTellOnceAMinute() {
    look(delivery(FULL), delivery(ROOMY), delivery(FULL));
    scheduler.advanceMillis(59_999);
    look(delivery(FULL));
    assertThat(told).hasSize(1);

    scheduler.advanceMillis(1);
    look(delivery(FULL));

    assertThat(told).hasSize(2);
  }

  private void look(Effect... effects) {
    pauses.look(List.of(effects), FULL::equals);
  }

  private static Deliver delivery(QueueId queue) {
    return new Deliver(
        queue,
        new ConsumerId(1, 1),
        1,
        new LeaseId(5, 0),
        "key",
        new MessageInfo(new MessageId(1, 1), new Place(4, 0), 1, List.of(), 0, 0, 0, 0),
        1);
  }
}
