package dev.vez.adapters.rocksdb;

import org.rocksdb.LRUCache;
import org.rocksdb.WriteBufferManager;

/** Native memory that all stores of a node draw from. */
final class SharedMemory implements AutoCloseable {

  private final LRUCache cache;
  private final WriteBufferManager writeBuffers;

  SharedMemory(RocksDbOptions options) {
    this.cache = new LRUCache(options.memoryBytes());
    // What is in write buffers counts against the cache, so one number bounds both.
    this.writeBuffers = new WriteBufferManager(options.writeBufferBytes(), cache);
  }

  LRUCache cache() {
    return cache;
  }

  WriteBufferManager writeBuffers() {
    return writeBuffers;
  }

  @Override
  public void close() {
    writeBuffers.close();
    cache.close();
  }
}
