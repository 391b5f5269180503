package dev.vez.ports.recovery;

/** How much room is left where the state is kept. */
@FunctionalInterface
public interface FreeSpace {

  /**
   * Bytes that can still be written. May block.
   *
   * @throws StoreException if that cannot be learned
   */
  long bytes();
}
