package dev.vez.ports.scheduling;

import java.util.ArrayDeque;

/** A serial executor whose tasks run where the {@link VirtualScheduler} says so. */
final class VirtualExecutor implements SerialExecutor {

  private record Task(long number, Runnable body) {}

  private final VirtualScheduler scheduler;
  private final String name;
  private final ArrayDeque<Task> tasks = new ArrayDeque<>();
  private boolean paused;
  private boolean running;
  private boolean closed;

  VirtualExecutor(VirtualScheduler scheduler, String name) {
    this.scheduler = scheduler;
    this.name = name;
  }

  String name() {
    return name;
  }

  @Override
  public void execute(Runnable task) {
    if (!closed) {
      tasks.add(new Task(scheduler.nextNumber(), task));
    }
  }

  /** Runs what is left at once, because a caller outside may expect it to have run. */
  @Override
  public void close() {
    closed = true;
    while (!running && !tasks.isEmpty()) {
      runFirst();
    }
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  int waiting() {
    return tasks.size();
  }

  void crash() {
    closed = true;
    tasks.clear();
    scheduler.remove(this);
  }

  boolean isReady() {
    return !paused && !running && !tasks.isEmpty();
  }

  long firstNumber() {
    return tasks.element().number();
  }

  void runFirst() {
    Task task = tasks.remove();
    running = true;
    try {
      task.body().run();
    } catch (Throwable failure) {
      scheduler.onFailure(failure);
    } finally {
      running = false;
    }
    if (closed && tasks.isEmpty()) {
      scheduler.remove(this);
    }
  }
}
