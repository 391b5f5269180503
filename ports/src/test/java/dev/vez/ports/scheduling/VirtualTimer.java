package dev.vez.ports.scheduling;

/** A task that runs at a moment of virtual time, unless it is cancelled first. */
final class VirtualTimer implements Runnable {

  private final VirtualProcess process;
  private final long dueNanos;
  private final long number;
  private final Runnable task;
  private boolean cancelled;

  VirtualTimer(VirtualProcess process, long dueNanos, long number, Runnable task) {
    this.process = process;
    this.dueNanos = dueNanos;
    this.number = number;
    this.task = task;
  }

  VirtualProcess process() {
    return process;
  }

  long dueNanos() {
    return dueNanos;
  }

  /** Orders timers of the same moment. */
  long number() {
    return number;
  }

  void cancel() {
    cancelled = true;
  }

  @Override
  public void run() {
    if (!cancelled) {
      task.run();
    }
  }
}
