package dev.vez.app.runtime;

import dev.vez.ports.scheduling.Timers;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs timers on one daemon thread. */
public final class ThreadTimers implements Timers, AutoCloseable {

  private static final Cancellation NOTHING_TO_CANCEL = () -> {};

  private final UncaughtExceptionHandler onFailure;
  private final ScheduledThreadPoolExecutor scheduler;

  /**
   * @param onFailure hears of whatever a task throws, on the timer thread
   */
  public ThreadTimers(UncaughtExceptionHandler onFailure) {
    this.onFailure = onFailure;
    this.scheduler =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("timers").daemon().factory());
    // A renewed lease timer would otherwise stay in the heap until its old time.
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Cancellation schedule(long delayNanos, Runnable task) {
    try {
      ScheduledFuture<?> scheduled =
          scheduler.schedule(() -> runTask(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException closed) {
      return NOTHING_TO_CANCEL;
    }
  }

  /** Drops what has not run yet, and whatever is scheduled later. Does not wait. */
  @Override
  public void close() {
    scheduler.shutdown();
  }

  private void runTask(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      onFailure.uncaughtException(Thread.currentThread(), failure);
    }
  }
}
