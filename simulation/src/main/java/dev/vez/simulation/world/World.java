package dev.vez.simulation.world;

import dev.vez.ports.scheduling.VirtualProcess;
import dev.vez.ports.scheduling.VirtualScheduler;
import dev.vez.simulation.audit.Event;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What all inhabitants of a run share: time, chance, faults, and the history that they make. */
public final class World {

  private final Chance chance;
  private final VirtualScheduler scheduler;
  private final VirtualProcess outside;
  private final Faults faults;
  private final History history;
  private final LogWatch logWatch = new LogWatch();
  private long lastNumber;
  private int lastIncarnation;

  /**
   * A world in which nothing has happened.
   *
   * @param history takes down what happens
   */
  public World(Chance chance, VirtualScheduler scheduler, Faults faults, History history) {
    this.chance = chance;
    this.scheduler = scheduler;
    this.outside = scheduler.process();
    this.faults = faults;
    this.history = history;
  }

  public Chance chance() {
    return chance;
  }

  public Faults faults() {
    return faults;
  }

  public void happened(Event event) {
    history.add(event);
  }

  /** Virtual time in nanoseconds. */
  public long nowNanos() {
    return scheduler.nowNanos();
  }

  /** Sees the logs of the data groups before the nodes do. */
  LogWatch logWatch() {
    return logWatch;
  }

  /** A number that nothing else in this run has. */
  public long nextNumber() {
    return ++lastNumber;
  }

  /** A number for a run of a node; greater than that of every run before. */
  int nextIncarnation() {
    return ++lastIncarnation;
  }

  /** How many runs of nodes there were. */
  public int incarnations() {
    return lastIncarnation;
  }

  /** Runs a task outside of all nodes: a client, the network, or fate. */
  public void afterMicros(long micros, Runnable task) {
    outside.schedule(TimeUnit.MICROSECONDS.toNanos(micros), () -> guarded(task));
  }

  /** Hears what a call of a node gave; an exception there or in the listener breaks a promise. */
  public <T> void listen(CompletionStage<T> stage, Consumer<? super T> listener) {
    CompletionStage<T> _ =
        stage.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                guarded(() -> listener.accept(value));
              } else {
                thrown(failure);
              }
            });
  }

  /** A new process for a node. */
  VirtualProcess process() {
    return scheduler.process();
  }

  /** Runs a task; an exception breaks a promise. */
  public void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      thrown(failure);
    }
  }

  void thrown(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    happened(new Event.Thrown(failure + (trace.length == 0 ? "" : " at " + trace[0])));
  }
}
