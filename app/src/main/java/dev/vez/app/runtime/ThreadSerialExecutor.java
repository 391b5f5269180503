package dev.vez.app.runtime;

import dev.vez.ports.scheduling.SerialExecutor;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A serial executor on one thread. Many threads may hand in tasks at once; none of them ever waits,
 * and only the one that finds the thread asleep pays for waking it.
 *
 * <p>The queue has no limit of its own, because {@link #execute} may neither block nor refuse: who
 * hands in work bounds it, as the engine does with its inbox.
 */
final class ThreadSerialExecutor implements SerialExecutor {

  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** True while the thread sleeps, or is about to and will look at the queue once more. */
  private final AtomicBoolean asleep = new AtomicBoolean();

  private final UncaughtExceptionHandler onFailure;
  private final Thread thread;
  private volatile boolean closed;

  private ThreadSerialExecutor(String name, UncaughtExceptionHandler onFailure) {
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  static ThreadSerialExecutor start(String name, UncaughtExceptionHandler onFailure) {
    ThreadSerialExecutor executor = new ThreadSerialExecutor(name, onFailure);
    executor.thread.start();
    return executor;
  }

  @Override
  public void execute(Runnable task) {
    if (closed) {
      return;
    }
    tasks.add(task);
    wake();
  }

  @Override
  public void close() {
    closed = true;
    wake();
    if (Thread.currentThread() != thread) {
      joinUninterruptibly();
    }
  }

  private void wake() {
    // The plain read keeps a busy executor's flag in every core's cache.
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (true) {
      // Read before the queue: a task taken before close() is then certainly seen by this poll.
      boolean last = closed;
      Runnable task = tasks.poll();
      if (task != null) {
        runTask(task);
      } else if (last) {
        return;
      } else {
        sleep();
      }
    }
  }

  private void runTask(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      onFailure.uncaughtException(thread, failure);
    }
  }

  /** Returns when there may be something to do. */
  private void sleep() {
    asleep.set(true);
    if (tasks.isEmpty() && !closed) {
      LockSupport.park(this);
    }
    asleep.set(false);
    // An interrupt that a task left behind would make every later park return at once.
    Thread.interrupted();
  }

  private void joinUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
