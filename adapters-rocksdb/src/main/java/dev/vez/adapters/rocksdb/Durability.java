package dev.vez.adapters.rocksdb;

/** What brings a store back to where it was after a crash. */
public enum Durability {
  /** RocksDB's write-ahead log: for a node alone, whose store is its only log. */
  WAL,
  /**
   * A log outside the store, from which entries above the stored position are applied again.
   * RocksDB's own is off, and a sync writes out everything that is in memory.
   */
  LOG
}
