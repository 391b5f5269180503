package dev.vez.engine.group;

import dev.vez.ports.scheduling.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Log time as a leader computes it: from the greater of the last log time and its wall clock at the
 * start of its term, by its own monotonic clock. So log time never goes back and never stands
 * still, whatever the wall clock does. May be read by any thread.
 */
public final class LogClock {

  private final Clock clock;
  private final long baseMicros;
  private final long baseNanos;

  /**
   * The clock of a new term.
   *
   * @param lastMicros log time after the last entry applied
   */
  LogClock(Clock clock, long lastMicros) {
    this.clock = clock;
    this.baseMicros = Math.max(lastMicros, TimeUnit.MILLISECONDS.toMicros(clock.wallMillis()));
    this.baseNanos = clock.monotonicNanos();
  }

  /** Log time now in microseconds since the epoch. */
  public long nowMicros() {
    return baseMicros + TimeUnit.NANOSECONDS.toMicros(clock.monotonicNanos() - baseNanos);
  }
}
