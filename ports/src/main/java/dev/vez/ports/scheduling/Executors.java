package dev.vez.ports.scheduling;

/** Makes serial executors: threads in production, an event queue in simulation. */
public interface Executors {

  /**
   * A new serial executor.
   *
   * @param name for its thread, as in {@code group-1-loop}
   */
  SerialExecutor serial(String name);
}
