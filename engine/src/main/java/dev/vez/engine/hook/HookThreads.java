package dev.vez.engine.hook;

import dev.vez.domain.id.QueueId;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Executors;
import dev.vez.ports.scheduling.SerialExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which scripts run, shared so that no queue can hold up the others with a script
 * that is slow, or fails slowly:
 *
 * <ul>
 *   <li>A queue runs on all threads but one at most, so there is always one that others find free.
 *   <li>Among those that wait, the queue goes first whose scripts have run for the least time
 *       (start-time fair queueing: Goyal, Vin and Cheng 1996).
 *   <li>A queue may fill as much of the backlog as is then left free, which is half of it where it
 *       is the only one (dynamic thresholds: Choudhury and Hahne 1998). So no number of queues can
 *       fill it for all others.
 * </ul>
 *
 * <p>Tasks of one queue and one origin run one after the other, in the order in which they came.
 */
public final class HookThreads {

  private static final long RETRY_AFTER_MILLIS = 100;

  /** What a task costs at least: handing it from thread to thread takes about as long. */
  private static final long TASK_NANOS_MIN = 1_000;

  private static final Comparator<Lane> LEAST_USED_FIRST =
      Comparator.<Lane>comparingLong(lane -> lane.usedNanos).thenComparingLong(lane -> lane.turn);

  private final HookOptions options;
  private final Clock clock;
  private final int lanesPerQueue;
  private final CompletableFuture<Void> quiet = new CompletableFuture<>();
  private final Object lock = new Object();

  // All that follows under the lock.
  private final Map<QueueId, Share> shares = new HashMap<>();
  private final TreeSet<Lane> ready = new TreeSet<>(LEAST_USED_FIRST);
  private final ArrayDeque<SerialExecutor> idle = new ArrayDeque<>();
  private int requests;
  private long bytes;

  /** What the lane that was taken last had used; who was idle does not begin below it. */
  private long floorNanos;

  private long nextTurn;
  private boolean closed;

  public HookThreads(HookOptions options, Clock clock, Executors executors) {
    this.options = options;
    this.clock = clock;
    this.lanesPerQueue = Math.max(1, options.threads() - 1);
    for (int i = 0; i < options.threads(); i++) {
      idle.add(executors.serial("hooks-" + i));
    }
  }

  /** Takes a task, or refuses it at once. Never blocks. */
  public void enter(HookTask task) {
    Rejection refusal;
    synchronized (lock) {
      refusal = admit(task);
    }
    if (refusal != null) {
      task.refused(refusal);
    }
  }

  /**
   * Ends the threads, after what waits; what comes later is refused.
   *
   * @return completes once nothing waits any more
   */
  public CompletionStage<Void> close() {
    List<SerialExecutor> ended;
    synchronized (lock) {
      closed = true;
      ended = new ArrayList<>(idle);
      idle.clear();
    }
    ended.forEach(thread -> thread.execute(thread::close));
    tellIfQuiet();
    return quiet;
  }

  private void tellIfQuiet() {
    boolean isQuiet;
    synchronized (lock) {
      isQuiet = closed && requests == 0;
    }
    if (isQuiet) {
      quiet.complete(null);
    }
  }

  private @Nullable Rejection admit(HookTask task) {
    if (closed) {
      return new Rejection.Draining();
    }
    Share share = shares.get(task.queue());
    if (share == null) {
      share = new Share(lanesPerQueue);
    }
    if (share.requests + 1 > options.backlogRequestsMax() - requests) {
      return new Rejection.ResourceExhausted(
          "limits.hook_backlog_requests_max",
          share.requests + " requests wait for this queue's scripts already",
          RETRY_AFTER_MILLIS);
    }
    if (task.bytes() > 0 && share.bytes + task.bytes() > options.backlogBytesMax() - bytes) {
      return new Rejection.ResourceExhausted(
          "limits.hook_backlog_bytes_max",
          share.bytes + " bytes wait for this queue's scripts already",
          RETRY_AFTER_MILLIS);
    }
    shares.put(task.queue(), share);
    share.requests++;
    share.bytes += task.bytes();
    requests++;
    bytes += task.bytes();
    Lane lane = share.lane(laneOf(task.origin()));
    lane.tasks.add(task);
    if (!lane.isBusy) {
      lane.isBusy = true;
      lane.usedNanos = Math.max(lane.usedNanos, floorNanos);
      await(lane);
      wakeOne();
    }
    return null;
  }

  private void await(Lane lane) {
    lane.turn = nextTurn++;
    ready.add(lane);
  }

  private void wakeOne() {
    SerialExecutor thread = idle.poll();
    if (thread != null) {
      thread.execute(() -> runNext(thread));
    }
  }

  private void runNext(SerialExecutor thread) {
    Lane lane;
    HookTask task;
    synchronized (lock) {
      lane = ready.pollFirst();
      task = lane == null ? null : lane.tasks.poll();
      if (lane != null) {
        floorNanos = Math.max(floorNanos, lane.usedNanos);
      }
    }
    try {
      if (lane != null && task != null) {
        run(lane, task);
      }
    } finally {
      goOn(thread);
    }
  }

  private void run(Lane lane, HookTask task) {
    long before = clock.monotonicNanos();
    boolean unfinished = false;
    try {
      task.run();
      unfinished = task.isUnfinished();
    } finally {
      leave(lane, task, unfinished, clock.monotonicNanos() - before);
      tellIfQuiet();
    }
  }

  private void leave(Lane lane, HookTask task, boolean unfinished, long nanos) {
    synchronized (lock) {
      lane.usedNanos += Math.max(TASK_NANOS_MIN, nanos);
      if (unfinished) {
        lane.tasks.addFirst(task);
        await(lane);
        return;
      }
      requests--;
      bytes -= task.bytes();
      Share share = lane.share;
      share.requests--;
      share.bytes -= task.bytes();
      if (!lane.tasks.isEmpty()) {
        await(lane);
      } else {
        lane.isBusy = false;
      }
      if (share.requests == 0) {
        shares.remove(task.queue());
      }
    }
  }

  private void goOn(SerialExecutor thread) {
    synchronized (lock) {
      if (!ready.isEmpty()) {
        // A task each, so that threads which are made to wait do not keep what others could run.
        thread.execute(() -> runNext(thread));
        return;
      }
      if (!closed) {
        idle.add(thread);
        return;
      }
    }
    thread.close();
  }

  private int laneOf(long origin) {
    // Origins may be numbered in steps; spread them (Fibonacci hashing).
    return (int) Long.remainderUnsigned((origin * 0x9e3779b97f4a7c15L) >>> 32, lanesPerQueue);
  }

  /** What one queue has in the backlog. */
  private static final class Share {

    private final @Nullable Lane[] lanes;
    private int requests;
    private long bytes;

    Share(int laneCount) {
      lanes = new Lane[laneCount];
    }

    Lane lane(int number) {
      Lane lane = lanes[number];
      if (lane == null) {
        lane = new Lane(this);
        lanes[number] = lane;
      }
      return lane;
    }
  }

  /** Tasks that run one after the other. */
  private static final class Lane {

    private final Share share;
    private final ArrayDeque<HookTask> tasks = new ArrayDeque<>();
    private boolean isBusy;
    private long usedNanos;
    private long turn;

    Lane(Share share) {
      this.share = share;
    }
  }
}
