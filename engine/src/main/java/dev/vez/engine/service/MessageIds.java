package dev.vez.engine.service;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.RandomSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes message ids: UUIDs of version 7 (RFC 9562), each greater than the one before, also within a
 * millisecond and where the wall clock goes back. May be called by any thread.
 */
final class MessageIds {

  private static final int COUNTER_BITS = 12;
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long RANDOM_MASK = 0x3fff_ffff_ffff_ffffL;

  private final Clock clock;
  private final RandomSource random;

  /** Milliseconds and a counter; the counter runs over into the milliseconds. */
  private final AtomicLong last = new AtomicLong();

  MessageIds(Clock clock, RandomSource random) {
    this.clock = clock;
    this.random = random;
  }

  MessageId next() {
    long now = clock.wallMillis() << COUNTER_BITS;
    long moment = last.updateAndGet(previous -> Math.max(previous + 1, now));
    long millis = moment >>> COUNTER_BITS;
    long counter = moment & ((1 << COUNTER_BITS) - 1);
    return new MessageId(
        (millis << 16) | VERSION | counter, VARIANT | (random.nextLong() & RANDOM_MASK));
  }
}
