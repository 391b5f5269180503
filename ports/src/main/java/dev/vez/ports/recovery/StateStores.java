package dev.vez.ports.recovery;

import java.nio.file.Path;

/** Opens the stores of this node's groups. */
public interface StateStores extends AutoCloseable {

  /**
   * Opens the store of a group, creating it where there is none. At most one is open per group.
   *
   * @param group number of the group, 0 for meta
   * @throws StoreException if it cannot be opened or is damaged; nothing is repaired or removed
   */
  StateStore open(int group);

  /**
   * Replaces the state of a group, whose store must be closed, by a checkpoint of the same group.
   * The checkpoint is verified first and not changed, and a crash at any moment leaves either the
   * old state or the new one.
   *
   * @return the position read from the checkpoint
   * @throws StoreException if it is missing, damaged or another group's; the old state stays
   */
  AppliedPosition restore(int group, Path checkpoint);

  /**
   * Closes what the stores share.
   *
   * @throws StoreException if a store is still open; nothing is closed then
   */
  @Override
  void close();
}
