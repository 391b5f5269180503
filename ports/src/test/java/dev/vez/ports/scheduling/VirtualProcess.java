package dev.vez.ports.scheduling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The clock, timers and executors of one process on a {@link VirtualScheduler}. A crash takes away
 * all that it has not run yet.
 */
public final class VirtualProcess implements Clock, Timers, Executors {

  private static final long MILLION = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final VirtualScheduler scheduler;
  private final VirtualExecutor timerExecutor;
  private final List<VirtualExecutor> executors = new ArrayList<>();
  private long wallOffsetMillis;
  private long driftPpm;
  private boolean crashed;

  VirtualProcess(VirtualScheduler scheduler) {
    this.scheduler = scheduler;
    this.timerExecutor = new VirtualExecutor(scheduler, "timers");
    scheduler.add(timerExecutor);
  }

  @Override
  public long wallMillis() {
    return scheduler.wallMillis() + TimeUnit.NANOSECONDS.toMillis(driftNanos()) + wallOffsetMillis;
  }

  @Override
  public long monotonicNanos() {
    return scheduler.nowNanos() + driftNanos();
  }

  /**
   * Lets its clocks run fast, or slow where negative. To be called before anybody looks at them.
   *
   * @param ppm microseconds that they gain in a second, above -500,000 and below 500,000
   */
  public void drift(long ppm) {
    driftPpm = ppm;
  }

  private long driftNanos() {
    return scheduler.nowNanos() / MILLION * driftPpm;
  }

  /** Sets the wall clock forward, or back where negative. */
  public void jumpWallClock(long millis) {
    wallOffsetMillis += millis;
  }

  @Override
  public Cancellation schedule(long delayNanos, Runnable task) {
    if (crashed) {
      return () -> {};
    }
    VirtualTimer timer =
        new VirtualTimer(this, dueNanos(Math.max(0, delayNanos)), scheduler.nextNumber(), task);
    scheduler.add(timer);
    return () -> {
      timer.cancel();
      scheduler.remove(timer);
    };
  }

  /** When its clock says that so much time has passed; in whole microseconds where it drifts. */
  private long dueNanos(long delayNanos) {
    long now = scheduler.nowNanos();
    if (driftPpm == 0) {
      return now + delayNanos;
    }
    long due = now + delayNanos - delayNanos / (MILLION + driftPpm) * driftPpm;
    return Math.ceilDiv(due, NANOS_PER_MICRO) * NANOS_PER_MICRO;
  }

  @Override
  public SerialExecutor serial(String name) {
    VirtualExecutor executor = new VirtualExecutor(scheduler, name);
    if (crashed) {
      executor.crash();
    } else {
      executors.add(executor);
      scheduler.add(executor);
    }
    return executor;
  }

  /** Keeps the tasks of an executor waiting, as a slow disk or a busy core would. */
  public void pause(String executorName) {
    named(executorName).pause();
  }

  /** Ends {@link #pause}. */
  public void resume(String executorName) {
    named(executorName).resume();
  }

  /** Tasks that wait on an executor. */
  public int waiting(String executorName) {
    return named(executorName).waiting();
  }

  /** The process is gone: what it had scheduled never runs, and it takes nothing more. */
  public void crash() {
    crashed = true;
    timerExecutor.crash();
    executors.forEach(VirtualExecutor::crash);
    scheduler.removeTimersOf(this);
  }

  void fire(VirtualTimer timer) {
    timerExecutor.execute(timer);
  }

  private VirtualExecutor named(String name) {
    return executors.stream()
        .filter(executor -> executor.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Expected an executor named " + name));
  }
}
