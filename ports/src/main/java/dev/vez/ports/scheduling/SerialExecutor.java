package dev.vez.ports.scheduling;

import java.util.concurrent.Executor;

/**
 * Runs tasks one at a time, in the order in which they were given. What a task did is visible to
 * the next one.
 */
public interface SerialExecutor extends Executor, AutoCloseable {

  /** Takes a task; after {@link #close} it is dropped. */
  @Override
  void execute(Runnable task);

  /**
   * Runs what was taken before, then stops. Blocks until then, unless called by one of its tasks.
   */
  @Override
  void close();
}
