package dev.vez.engine.delivery;

import dev.vez.domain.effect.DeadLettersRetried;
import dev.vez.domain.effect.Effect;
import dev.vez.ports.scheduling.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts messages that are retried because their queue has no dead-letter queue, and says so once
 * per burst: at most one line a minute. By one thread at a time.
 */
final class RetriedDeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(RetriedDeadLetters.class);

  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Clock clock;
  private long saidAtNanos;
  private final AtomicLong count = new AtomicLong();

  RetriedDeadLetters(Clock clock) {
    this.clock = clock;
    this.saidAtNanos = clock.monotonicNanos() - QUIET_NANOS;
  }

  /** Messages so far. */
  long count() {
    return count.get();
  }

  void note(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof DeadLettersRetried(var queue, var messages)) {
        long sum = count.addAndGet(messages);
        long now = clock.monotonicNanos();
        if (now - saidAtNanos >= QUIET_NANOS) {
          saidAtNanos = now;
          LOG.warn(
              "The queue with id {} has no dead-letter queue, so a message that should move there is"
                  + " retried ({} such messages since the start, told at most once a minute)",
              queue,
              sum);
        }
      }
    }
  }
}
