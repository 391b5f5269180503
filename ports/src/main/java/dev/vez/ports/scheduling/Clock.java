package dev.vez.ports.scheduling;

/** Reads time. Neither figure is ever read by a state machine. */
public interface Clock {

  /** Wall clock in milliseconds since the epoch; may jump. */
  long wallMillis();

  /** Monotonic time in nanoseconds from an arbitrary start; never goes back. */
  long monotonicNanos();
}
