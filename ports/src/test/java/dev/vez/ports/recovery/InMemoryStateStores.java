package dev.vez.ports.recovery;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * The stores of one node, in memory. It outlives its stores as a disk outlives a process: {@link
 * #crash()} takes away what was not synced, and {@link #open} gives what is left.
 */
public final class InMemoryStateStores implements StateStores {

  private final InMemoryCheckpoints checkpoints;
  private final Map<Integer, RecordImage> disk = new HashMap<>();
  private final Map<Integer, InMemoryStateStore> open = new HashMap<>();

  public InMemoryStateStores() {
    this(new InMemoryCheckpoints());
  }

  /**
   * Creates the stores of a node.
   *
   * @param checkpoints where it puts and finds checkpoints
   */
  public InMemoryStateStores(InMemoryCheckpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  @Override
  public synchronized InMemoryStateStore open(int group) {
    if (open.containsKey(group)) {
      throw new StoreException(
          "Expected the store of group " + group + " to be closed, but it is open");
    }
    var synced = disk.computeIfAbsent(group, _ -> new RecordImage());
    var store = new InMemoryStateStore(group, synced, checkpoints, () -> onClosed(group));
    open.put(group, store);
    return store;
  }

  @Override
  public synchronized AppliedPosition restore(int group, Path checkpoint) {
    if (open.containsKey(group)) {
      throw new StoreException(
          "Expected the store of group " + group + " to be closed, but it is open");
    }
    var image = checkpoints.get(checkpoint, group).copy();
    disk.put(group, image);
    return image.position();
  }

  /** The node loses power: stores are gone, and so is everything that was not synced. */
  public void crash() {
    crash(_ -> 0);
  }

  /**
   * The node dies, and some of what was not synced survives. A store keeps a batch only with all
   * batches before it: what is lost is a tail.
   *
   * @param survivors for each open store, given how many batches were not synced, how many of them
   *     survive, counted from the oldest; all of them where only the process dies
   */
  public synchronized void crash(IntUnaryOperator survivors) {
    for (var store : new ArrayList<>(open.values())) {
      store.crash(survivors);
    }
  }

  @Override
  public synchronized void close() {
    if (!open.isEmpty()) {
      throw new StoreException(
          "Expected every store to be closed, but " + open.size() + " are open");
    }
  }

  private synchronized void onClosed(int group) {
    open.remove(group);
  }
}
