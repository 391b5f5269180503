package dev.vez.engine.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far of the log the views show, and who waits for more. */
final class ShownIndex {

  private final TreeMap<Long, List<Runnable>> waiting = new TreeMap<>();

  /** Written under the lock. */
  private volatile long index;

  long index() {
    return index;
  }

  /** Runs {@code then} once the index is reached, at once where it is. */
  void when(long wanted, Runnable then) {
    synchronized (this) {
      if (index < wanted) {
        waiting.computeIfAbsent(wanted, _ -> new ArrayList<>()).add(then);
        return;
      }
    }
    then.run();
  }

  /** The views show all entries up to an index. */
  void reach(long reached) {
    List<Runnable> due = new ArrayList<>();
    synchronized (this) {
      index = reached;
      Map<Long, List<Runnable>> over = waiting.headMap(reached, true);
      over.values().forEach(due::addAll);
      over.clear();
    }
    due.forEach(Runnable::run);
  }
}
