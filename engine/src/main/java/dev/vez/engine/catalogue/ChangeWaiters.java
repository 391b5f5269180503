package dev.vez.engine.catalogue;

import dev.vez.domain.id.Mark;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.RecordKey;
import dev.vez.ports.api.Rejection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Callers who wait until a change of the catalogue is carried out and confirmed. */
final class ChangeWaiters {

  private record Change(int group, Mark mark) {}

  private final Map<Change, Consumer<@Nullable Rejection>> waiters = new ConcurrentHashMap<>();

  /** Why nobody can know at the moment. */
  private volatile @Nullable Rejection ceased;

  void resume() {
    ceased = null;
  }

  /**
   * To be called before the entry that confirms the change is published.
   *
   * @param waiter told once: why it is not known whether the change was carried out, or nothing
   *     where it was
   */
  void add(int group, Mark mark, Consumer<@Nullable Rejection> waiter) {
    Change change = new Change(group, mark);
    waiters.put(change, waiter);
    Rejection reason = ceased;
    if (reason != null) {
      tell(change, reason);
    }
  }

  /** Tells those whose change an entry has confirmed. */
  void confirm(List<Mutation> mutations) {
    for (Mutation mutation : mutations) {
      if (mutation instanceof Mutation.Remove(RecordKey.OfPendingChange(var group, var mark))) {
        tell(new Change(group, mark), null);
      }
    }
  }

  /** Nobody learns anything until {@link #resume}. */
  void cease(Rejection reason) {
    ceased = reason;
    waiters.keySet().forEach(change -> tell(change, reason));
  }

  /** A data group is down: its changes wait for better times, their callers do not. */
  void refuse(int group, Rejection reason) {
    waiters.keySet().stream()
        .filter(change -> change.group() == group)
        .forEach(change -> tell(change, reason));
  }

  private void tell(Change change, @Nullable Rejection reason) {
    Consumer<@Nullable Rejection> waiter = waiters.remove(change);
    if (waiter != null) {
      waiter.accept(reason);
    }
  }
}
