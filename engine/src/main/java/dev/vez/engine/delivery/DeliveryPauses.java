package dev.vez.engine.delivery;

import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.id.QueueId;
import dev.vez.engine.hook.Quieter;
import dev.vez.ports.scheduling.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Notices that a delivery was the last one for now, because as many messages are in flight as may
 * be, and says so: at most once a minute for all queues of a group, however often that happens. On
 * the loop only.
 */
final class DeliveryPauses {

  private final Clock clock;
  private final Consumer<Deliver> listener;
  private final Quieter lines = new Quieter();

  /**
   * None yet.
   *
   * @param listener told the last delivery of a queue whose delivery pauses
   */
  DeliveryPauses(Clock clock, Consumer<Deliver> listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Looks at the queues to which an entry has given leases.
   *
   * @param isFull whether a queue may have no more leases
   */
  void look(List<Effect> effects, Predicate<QueueId> isFull) {
    QueueId looked = QueueId.NONE;
    for (Effect effect : effects) {
      if (effect instanceof Deliver deliver && !deliver.queue().equals(looked)) {
        looked = deliver.queue();
        if (isFull.test(looked)) {
          say(deliver);
        }
      }
    }
  }

  private void say(Deliver last) {
    if (lines.mayTell(clock.monotonicNanos())) {
      listener.accept(last);
    }
  }
}
