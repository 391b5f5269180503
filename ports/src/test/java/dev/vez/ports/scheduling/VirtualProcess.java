package dev.vez.ports.scheduling;

import java.util.ArrayList;
import java.util.List;

/**
 * The clock, timers and executors of one process on a {@link VirtualScheduler}. A crash takes away
 * all that it has not run yet.
 */
public final class VirtualProcess implements Clock, Timers, Executors {

  private final VirtualScheduler scheduler;
  private final VirtualExecutor timerExecutor;
  private final List<VirtualExecutor> executors = new ArrayList<>();
  private long wallOffsetMillis;
  private boolean crashed;

  VirtualProcess(VirtualScheduler scheduler) {
    this.scheduler = scheduler;
    this.timerExecutor = new VirtualExecutor(scheduler, "timers");
    scheduler.add(timerExecutor);
  }

  @Override
  public long wallMillis() {
    return scheduler.wallMillis() + wallOffsetMillis;
  }

  @Override
  public long monotonicNanos() {
    return scheduler.nowNanos();
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
        new VirtualTimer(
            this, scheduler.nowNanos() + Math.max(0, delayNanos), scheduler.nextNumber(), task);
    scheduler.add(timer);
    return () -> {
      timer.cancel();
      scheduler.remove(timer);
    };
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
