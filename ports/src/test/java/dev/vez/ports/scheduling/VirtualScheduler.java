package dev.vez.ports.scheduling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One queue of events in virtual time, on which any number of {@link VirtualProcess}es run in one
 * thread: nothing happens but what the caller of {@link #runOne}, {@link #runReady}, {@link
 * #advance} or {@link #runUntil} lets happen, so a run can be repeated exactly.
 *
 * <p>Tasks take no time. Time moves only where no task is ready, and then to the next timer. Each
 * serial executor runs its own tasks in order; which executor goes next is decided by the order of
 * the tasks or, given a source of randomness, by chance, as with threads.
 *
 * <p>Not thread-safe.
 */
public final class VirtualScheduler {

  /** Events without any progress of the caller's condition after which a run is called endless. */
  private static final int EVENTS_MAX = 5_000_000;

  private static final long WALL_MILLIS_AT_START = 1_767_225_600_000L;

  private final @Nullable RandomSource chance;
  private final List<VirtualExecutor> executors = new ArrayList<>();
  private final PriorityQueue<VirtualTimer> timers =
      new PriorityQueue<>(
          Comparator.comparingLong(VirtualTimer::dueNanos).thenComparingLong(VirtualTimer::number));
  private final List<Throwable> failures = new ArrayList<>();
  private long nowNanos;
  private long nextNumber;

  /** Runs tasks in the order in which they were given. */
  public VirtualScheduler() {
    this.chance = null;
  }

  /**
   * Runs the tasks of each executor in order, and chooses the executor by chance.
   *
   * @param chance decides; the same numbers give the same run
   */
  public VirtualScheduler(RandomSource chance) {
    this.chance = chance;
  }

  /** A new process, with executors and timers that a crash takes away. */
  public VirtualProcess process() {
    return new VirtualProcess(this);
  }

  /** Virtual time since the start in nanoseconds. */
  public long nowNanos() {
    return nowNanos;
  }

  /** Runs one task that is ready, without moving time. */
  public boolean runOne() {
    fireDueTimers();
    VirtualExecutor next = chance == null ? oldest() : any(chance);
    if (next == null) {
      return false;
    }
    next.runFirst();
    return true;
  }

  /** Runs tasks until none is ready, without moving time. */
  public void runReady() {
    for (int events = 0; runOne(); events++) {
      requireProgress(events);
    }
  }

  /** Lets {@code nanos} pass, with all that is due in it. */
  public void advance(long nanos) {
    long until = Math.addExact(nowNanos, nanos);
    runReady();
    while (!timers.isEmpty() && timers.element().dueNanos() <= until) {
      nowNanos = Math.max(nowNanos, timers.element().dueNanos());
      runReady();
    }
    nowNanos = until;
  }

  /** Lets {@code millis} pass, with all that is due in it. */
  public void advanceMillis(long millis) {
    advance(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /**
   * Runs tasks, and moves time to the next timer where none is ready, until {@code condition}
   * holds.
   *
   * @throws AssertionError if it never does
   */
  public void runUntil(BooleanSupplier condition) {
    for (int events = 0; !condition.getAsBoolean(); events++) {
      requireProgress(events);
      if (!runOne()) {
        if (timers.isEmpty()) {
          throw new AssertionError("Expected a condition to come true, but nothing is left to run");
        }
        nowNanos = Math.max(nowNanos, timers.element().dueNanos());
      }
    }
  }

  /** What tasks have thrown; the executors went on. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  void add(VirtualExecutor executor) {
    executors.add(executor);
  }

  void remove(VirtualExecutor executor) {
    executors.remove(executor);
  }

  void add(VirtualTimer timer) {
    timers.add(timer);
  }

  void removeTimersOf(VirtualProcess process) {
    timers.removeIf(timer -> timer.process() == process);
  }

  void remove(VirtualTimer timer) {
    timers.remove(timer);
  }

  long nextNumber() {
    return nextNumber++;
  }

  long wallMillis() {
    return WALL_MILLIS_AT_START + TimeUnit.NANOSECONDS.toMillis(nowNanos);
  }

  void onFailure(Throwable failure) {
    failures.add(failure);
  }

  private void fireDueTimers() {
    while (!timers.isEmpty() && timers.element().dueNanos() <= nowNanos) {
      VirtualTimer timer = timers.remove();
      timer.process().fire(timer);
    }
  }

  private @Nullable VirtualExecutor oldest() {
    VirtualExecutor oldest = null;
    for (VirtualExecutor executor : executors) {
      if (executor.isReady() && (oldest == null || executor.firstNumber() < oldest.firstNumber())) {
        oldest = executor;
      }
    }
    return oldest;
  }

  private @Nullable VirtualExecutor any(RandomSource source) {
    // Without a list of those that are ready: this is done for each event of a simulation.
    int ready = 0;
    for (VirtualExecutor executor : executors) {
      ready += executor.isReady() ? 1 : 0;
    }
    if (ready == 0) {
      return null;
    }
    int skipped = (int) Long.remainderUnsigned(source.nextLong(), ready);
    for (VirtualExecutor executor : executors) {
      if (executor.isReady() && skipped-- == 0) {
        return executor;
      }
    }
    throw new IllegalStateException("Expected " + ready + " executors to be ready");
  }

  private static void requireProgress(int events) {
    if (events >= EVENTS_MAX) {
      throw new AssertionError("Expected an end, but " + EVENTS_MAX + " events have run");
    }
  }
}
