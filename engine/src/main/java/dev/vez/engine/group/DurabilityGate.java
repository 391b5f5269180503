package dev.vez.engine.group;

import dev.vez.ports.api.Rejection;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.scheduling.SerialExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Between applying and answering: holds every written entry back until it is durable, then lets it
 * go, in log order. Where commits alone are not durable, one sync on a thread of its own covers all
 * batches written since the last (group commit). An entry that comes alone is synced where it
 * comes: with nothing to share the sync with, another thread would only have to be woken first.
 */
final class DurabilityGate {

  private final StateStore store;
  private final SerialExecutor syncExecutor;
  private final boolean isDurableOnCommit;
  private final Rejection ofFailure;
  private final Consumer<Throwable> onFailure;
  private final ConcurrentLinkedQueue<AppliedEntry> written = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /** Entries that the sync thread has not let go yet. Grows on the loop only. */
  private final AtomicInteger held = new AtomicInteger();

  /** Nothing is answered as a success any more. */
  private volatile boolean failed;

  /**
   * A gate over a store.
   *
   * @param syncExecutor runs the syncs and lets entries go
   * @param isDurableOnCommit whether entries need not wait
   * @param ofFailure what those who wait are told once the group has failed
   * @param onFailure hears of a failed sync
   */
  DurabilityGate(
      StateStore store,
      SerialExecutor syncExecutor,
      boolean isDurableOnCommit,
      Rejection ofFailure,
      Consumer<Throwable> onFailure) {
    this.store = store;
    this.syncExecutor = syncExecutor;
    this.isDurableOnCommit = isDurableOnCommit;
    this.ofFailure = ofFailure;
    this.onFailure = onFailure;
  }

  /**
   * The store has taken an entry. Called by the loop.
   *
   * @param isAlone whether the loop has nothing else to do, so that it may wait for the sync
   */
  void written(AppliedEntry entry, boolean isAlone) {
    if (isDurableOnCommit) {
      entry.letGo();
    } else if (isAlone && held.get() == 0) {
      syncAndLetGo(List.of(entry));
    } else {
      held.incrementAndGet();
      written.add(entry);
      schedule();
    }
  }

  /** Answers nothing as a success from now on. */
  void fail() {
    failed = true;
    schedule();
  }

  /**
   * Syncs and lets go of what is left.
   *
   * @param then runs after that, on the same thread
   */
  void finish(Runnable then) {
    syncExecutor.execute(
        () -> {
          if (!isDurableOnCommit) {
            letGoOfWritten();
          }
          then.run();
        });
  }

  private void schedule() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      syncExecutor.execute(
          () -> {
            scheduled.set(false);
            letGoOfWritten();
          });
    }
  }

  private void letGoOfWritten() {
    List<AppliedEntry> entries = takeWritten();
    if (!entries.isEmpty()) {
      syncAndLetGo(entries);
      held.addAndGet(-entries.size());
    }
  }

  private void syncAndLetGo(List<AppliedEntry> entries) {
    if (!failed) {
      failOnThrow(store::sync);
    }
    for (AppliedEntry entry : entries) {
      if (failed) {
        entry.refuse(ofFailure);
      } else {
        failOnThrow(entry::letGo);
      }
    }
  }

  private void failOnThrow(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      failed = true;
      onFailure.accept(failure);
    }
  }

  /** What is taken before a sync starts is covered by it. */
  private List<AppliedEntry> takeWritten() {
    List<AppliedEntry> entries = new ArrayList<>();
    for (AppliedEntry entry = written.poll(); entry != null; entry = written.poll()) {
      entries.add(entry);
    }
    return entries;
  }
}
