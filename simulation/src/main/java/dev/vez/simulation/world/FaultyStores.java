package dev.vez.simulation.world;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.InMemoryStateStore;
import dev.vez.ports.recovery.InMemoryStateStores;
import dev.vez.ports.recovery.RecordImage;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StateStores;
import dev.vez.simulation.audit.Event;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The stores of one incarnation of a node, on a disk that outlives it. They fail by chance. */
final class FaultyStores implements StateStores {

  private final World world;
  private final SimulatedNode node;
  private final InMemoryStateStores disk;
  private final int incarnation;
  private final boolean isReplicated;
  private final Map<Integer, InMemoryStateStore> opened = new TreeMap<>();

  FaultyStores(
      World world,
      SimulatedNode node,
      InMemoryStateStores disk,
      int incarnation,
      boolean isReplicated) {
    this.isReplicated = isReplicated;
    this.world = world;
    this.node = node;
    this.disk = disk;
    this.incarnation = incarnation;
  }

  @Override
  public StateStore open(int group) {
    InMemoryStateStore store = disk.open(group);
    opened.put(group, store);
    RecordImage image = store.image();
    KeptDigest digest = new KeptDigest(image);
    if (!isReplicated) {
      world.logWatch().reopened(group, store.applied().index(), image);
    }
    world.happened(
        new Event.StoreOpened(node.id(), group, store.applied().index(), digest.total()));
    return new FaultyStore(
        world,
        node,
        incarnation,
        store,
        new EntryReading(group, world.logWatch(), image),
        digest,
        isReplicated);
  }

  long appliedIndex(int group) {
    InMemoryStateStore store = opened.get(group);
    return store == null ? 0 : store.applied().index();
  }

  /** Counts every store again that was opened. */
  void recount() {
    opened.forEach(
        (group, store) ->
            world.happened(
                new Event.Recounted(
                    node.id(), group, store.applied().index(), Recount.of(store.image()))));
  }

  @Override
  public AppliedPosition restore(int group, Path checkpoint) {
    AppliedPosition restored = disk.restore(group, checkpoint);
    try (InMemoryStateStore store = disk.open(group)) {
      world.happened(
          new Event.SnapshotRestored(
              node.id(), group, restored.index(), new KeptDigest(store.image()).total()));
    }
    return restored;
  }

  @Override
  public void close() {
    disk.close();
  }
}
