package dev.vez.adapters.grpc;

import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Timers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * All calls of ours that have not ended: gives up those that wait for too long, and empties itself
 * when the server drains.
 *
 * <p>Deadlines are looked at a few times per time-out, for all calls at once: a timer for each of a
 * hundred thousand calls a second, nearly all of them cancelled at once, would cost more than the
 * calls. So a call may wait for an eighth longer than its time-out.
 */
final class OpenCalls {

  private static final int SWEEPS_PER_TIMEOUT = 8;
  private static final long MIN_SWEEP_NANOS = 1_000_000;

  private final Set<OpenCall> calls = ConcurrentHashMap.newKeySet();
  private final Clock clock;
  private final Timers timers;
  private final long timeoutMillis;
  private final long sweepNanos;
  private final CountDownLatch idle = new CountDownLatch(1);
  private volatile boolean draining;
  private volatile boolean stopped;

  OpenCalls(long timeoutMillis, Clock clock, Timers timers) {
    this.timeoutMillis = timeoutMillis;
    this.clock = clock;
    this.timers = timers;
    this.sweepNanos =
        Math.max(
            MIN_SWEEP_NANOS, TimeUnit.MILLISECONDS.toNanos(timeoutMillis) / SWEEPS_PER_TIMEOUT);
  }

  /** Begins to look at deadlines. */
  void start() {
    timers.schedule(sweepNanos, this::sweep);
  }

  /** How long a call may wait, in milliseconds. */
  long timeoutMillis() {
    return timeoutMillis;
  }

  /** Deadline of the call that begins on this thread now. */
  CallDeadline newDeadline() {
    return CallDeadline.after(clock.monotonicNanos(), TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
  }

  /** Takes note of a call; while the server drains it is told so at once. */
  void add(OpenCall call) {
    calls.add(call);
    // In this order: either we see that draining began, or draining sees this call.
    if (draining) {
      call.drain();
    }
  }

  /** Forgets a call that has ended. Idempotent. */
  void remove(OpenCall call) {
    calls.remove(call);
    countDownIfIdle();
  }

  /** Ends every call that is not being carried out, and every later one. */
  void drain() {
    draining = true;
    calls.forEach(OpenCall::drain);
    countDownIfIdle();
  }

  /** After {@link #drain}: waits until no call is left; false if that took too long. */
  boolean awaitIdle(long timeoutMillis) throws InterruptedException {
    return idle.await(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /** Ends what is left, and looks at no deadline any more. */
  void stop() {
    stopped = true;
    draining = true;
    calls.forEach(OpenCall::abandon);
  }

  private void countDownIfIdle() {
    if (draining && calls.isEmpty()) {
      idle.countDown();
    }
  }

  private void sweep() {
    if (stopped) {
      return;
    }
    long nowNanos = clock.monotonicNanos();
    for (OpenCall call : calls) {
      call.endIfOverdue(nowNanos);
    }
    timers.schedule(sweepNanos, this::sweep);
  }
}
