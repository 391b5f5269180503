package dev.vez.app.runtime;

import dev.vez.ports.scheduling.Executors;
import dev.vez.ports.scheduling.SerialExecutor;
import java.lang.Thread.UncaughtExceptionHandler;

/** Gives every serial executor a daemon thread of its own. */
public final class ThreadExecutors implements Executors {

  private final UncaughtExceptionHandler onFailure;

  /**
   * @param onFailure hears of whatever a task throws, on the thread of that task; the executor then
   *     goes on with the next task
   */
  public ThreadExecutors(UncaughtExceptionHandler onFailure) {
    this.onFailure = onFailure;
  }

  @Override
  public SerialExecutor serial(String name) {
    return ThreadSerialExecutor.start(name, onFailure);
  }
}
