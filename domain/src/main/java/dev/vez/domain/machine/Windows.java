package dev.vez.domain.machine;

import dev.vez.domain.id.Place;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.StateReader;
import java.util.List;
import java.util.TreeMap;

/**
 * The windows of all flows of a group, under one byte budget. Which messages happen to be in memory
 * never changes an outcome: what is not there is read from the store, merged with what the entry
 * being applied has put and the store does not hold yet.
 */
final class Windows {

  private final StateReader reader;
  private final EntryContext entry;
  private final WindowLimits limits;

  /** Queues with a window in memory, the one that changed longest ago first. */
  private final Ring<HostedQueue> queues = new Ring<>();

  private long usedBytes;

  Windows(StateReader reader, EntryContext entry, WindowLimits limits) {
    this.reader = reader;
    this.entry = entry;
    this.limits = limits;
  }

  /** Adds a message behind all others of its flow, which does not count it yet. */
  void append(Flow flow, WindowItem item) {
    if (flow.isWindowComplete() && flow.window.size() < limits.messagesMax()) {
      flow.window.addLast(item);
      charge(flow, item.bytes());
    } else {
      keepUntilStored(flow, item);
    }
  }

  /** Adds a message at an old place of its flow, which does not count it yet. */
  void insert(Flow flow, WindowItem item) {
    WindowItem lastInWindow = flow.window.peekLast();
    boolean belongs =
        flow.isWindowComplete()
            || (lastInWindow != null && item.place().compareTo(lastInWindow.place()) < 0);
    if (!belongs) {
      keepUntilStored(flow, item);
      return;
    }
    flow.window.insert(item);
    charge(flow, item.bytes());
    if (flow.window.size() > 2 * limits.messagesMax()) {
      evict(flow);
    }
  }

  /** The first message of a flow that has one; it stays where it is. */
  WindowItem peekFirst(Flow flow) {
    if (flow.window.isEmpty()) {
      readPage(flow);
    }
    return flow.window.getFirst();
  }

  /**
   * Takes the first message of a flow that has one; the flow counts it until its caller does not.
   */
  WindowItem takeFirst(Flow flow) {
    if (flow.window.isEmpty()) {
      readPage(flow);
    }
    WindowItem item = flow.window.removeFirst();
    if (item.putIndex != entry.index()) {
      flow.takenFromStore = item.place();
    }
    long bytes = Math.min(item.bytes(), flow.window.bytes);
    flow.window.bytes -= bytes;
    flow.queue.windowBytes -= bytes;
    usedBytes -= bytes;
    if (flow.window.isEmpty()) {
      unlink(flow);
    }
    return item;
  }

  /** Forgets a queue that is gone, whatever it holds, in O(1). */
  void forget(HostedQueue queue) {
    usedBytes -= queue.windowBytes;
    queue.windowBytes = 0;
    if (queue.isInRing()) {
      queues.remove(queue);
    }
  }

  long usedBytes() {
    return usedBytes;
  }

  private void readPage(Flow flow) {
    List<MessageRecord> stored =
        reader.readMessages(flow.queue.id, flow.key, firstStored(flow), limits.pageMessages());
    int fromStore = 0;
    TreeMap<Place, WindowItem> unstored = flow.unstored;
    long bytes = 0;
    while (flow.window.size() < limits.pageMessages()) {
      boolean storeHasMore = fromStore < stored.size();
      WindowItem item;
      if (unstored != null
          && !unstored.isEmpty()
          && (!storeHasMore || unstored.firstKey().compareTo(stored.get(fromStore).place()) < 0)) {
        item = unstored.pollFirstEntry().getValue();
      } else if (storeHasMore) {
        item = WindowItem.ofStore(stored.get(fromStore++));
      } else {
        break;
      }
      flow.window.addLast(item);
      bytes += item.bytes();
    }
    if (flow.window.isEmpty()) {
      throw new IllegalStateException(
          "Expected "
              + flow.pending
              + " pending messages in a flow of queue "
              + flow.queue.id
              + ", but the store holds none");
    }
    charge(flow, bytes);
  }

  /**
   * Where the store's next message of a flow may lie. What this entry has taken from the store is
   * still there to read, and lies behind a message that the same entry has given back.
   */
  private static Place firstStored(Flow flow) {
    Place taken = flow.takenFromStore;
    return taken.compareTo(flow.first()) < 0
        ? flow.first()
        : new Place(taken.index(), taken.ordinal() + 1);
  }

  private void keepUntilStored(Flow flow, WindowItem item) {
    TreeMap<Place, WindowItem> unstored = flow.unstored;
    if (unstored == null) {
      unstored = new TreeMap<>();
      flow.unstored = unstored;
    }
    unstored.put(item.place(), item);
  }

  private void charge(Flow flow, long bytes) {
    HostedQueue queue = flow.queue;
    flow.window.bytes += bytes;
    queue.windowBytes += bytes;
    usedBytes += bytes;
    if (flow.window.isInRing()) {
      queue.windows.moveToEnd(flow.window);
    } else {
      queue.windows.addLast(flow.window);
    }
    if (queue.isInRing()) {
      queues.moveToEnd(queue);
    } else {
      queues.addLast(queue);
    }
    while (usedBytes > limits.budgetBytes()) {
      HostedQueue oldest = queues.peekFirst();
      Window victim = oldest == null ? null : oldest.windows.peekFirst();
      if (victim == null || victim == flow.window) {
        return;
      }
      evict(victim.flow);
    }
  }

  private void evict(Flow flow) {
    Window window = flow.window;
    for (WindowItem item = window.peekFirst(); item != null; item = item.next) {
      if (item.putIndex == entry.index()) {
        keepUntilStored(flow, item);
      }
    }
    window.clear();
    flow.queue.windowBytes -= window.bytes;
    usedBytes -= window.bytes;
    window.bytes = 0;
    unlink(flow);
  }

  private void unlink(Flow flow) {
    flow.queue.windows.remove(flow.window);
    if (flow.queue.windows.isEmpty()) {
      queues.remove(flow.queue);
    }
  }
}
