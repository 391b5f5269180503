package dev.vez.engine.service;

import dev.vez.ports.scheduling.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts failed hooks, and says so once per burst: at most one line a minute. */
final class HookFailures {

  private static final Logger LOG = LoggerFactory.getLogger(HookFailures.class);

  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Clock clock;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong saidAtNanos;

  HookFailures(Clock clock) {
    this.clock = clock;
    this.saidAtNanos = new AtomicLong(clock.monotonicNanos() - QUIET_NANOS);
  }

  /** Failures so far. */
  long count() {
    return count.get();
  }

  void count(String queue, String reason) {
    long sum = count.incrementAndGet();
    long now = clock.monotonicNanos();
    long saidAt = saidAtNanos.get();
    if (now - saidAt >= QUIET_NANOS && saidAtNanos.compareAndSet(saidAt, now)) {
      LOG.warn(
          "The on_enqueue script of queue {} failed, so a message gets the default key and weight"
              + " ({} failures since the start, told at most once a minute): {}",
          queue,
          sum,
          reason);
    }
  }
}
