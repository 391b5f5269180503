package dev.vez.engine.delivery;

import dev.vez.domain.effect.DeadLettersRetried;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.id.QueueId;
import dev.vez.ports.scheduling.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts messages that are retried because their queue has no dead-letter queue, and says so once
 * per burst: at most one line a minute for each queue. By one thread at a time.
 */
final class RetriedDeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(RetriedDeadLetters.class);

  /** Queues that are told of at most in a minute. */
  static final int QUEUES_MAX = 1_000;

  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Clock clock;

  /** When a queue was last told of, the earliest first; at most {@link #QUEUES_MAX}. */
  private final Map<QueueId, Long> saidAtNanos = new LinkedHashMap<>();

  private final AtomicLong count = new AtomicLong();

  RetriedDeadLetters(Clock clock) {
    this.clock = clock;
  }

  /** Messages so far. */
  long count() {
    return count.get();
  }

  void note(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof DeadLettersRetried(var queue, var messages)) {
        long sum = count.addAndGet(messages);
        if (mayTell(queue)) {
          LOG.warn(
              "The queue with id {} has no dead-letter queue, so a message that should move there is"
                  + " retried ({} such messages of all queues since the start, told at most once a"
                  + " minute)",
              queue,
              sum);
        }
      }
    }
  }

  /** Whether a queue has been quiet for long enough; if so, it is told of now. */
  boolean mayTell(QueueId queue) {
    long now = clock.monotonicNanos();
    saidAtNanos.values().removeIf(said -> now - said >= QUIET_NANOS);
    if (saidAtNanos.size() >= QUEUES_MAX || saidAtNanos.containsKey(queue)) {
      return false;
    }
    saidAtNanos.put(queue, now);
    return true;
  }
}
