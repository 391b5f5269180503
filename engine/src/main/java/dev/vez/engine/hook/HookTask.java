package dev.vez.engine.hook;

import dev.vez.domain.id.QueueId;
import dev.vez.ports.api.Rejection;

/**
 * A request that needs a script to run. Either {@link #run} is called, once unless it says that it
 * is unfinished, or {@link #refused} is called once.
 */
public interface HookTask {

  /** The queue whose script it is. */
  QueueId queue();

  /** Tasks of one queue and one origin run in the order in which they came. */
  long origin();

  /** Bytes that it keeps while it waits, 0 or greater. */
  int bytes();

  /** Runs the script and goes on with its verdict. On a hook thread; must not throw. */
  void run();

  /**
   * Whether {@link #run} has left work and is to be called again, before later tasks of its origin
   * but after other queues had their turn. Asked after each run.
   */
  default boolean isUnfinished() {
    return false;
  }

  /** It is not run. On the caller's thread. */
  void refused(Rejection reason);
}
