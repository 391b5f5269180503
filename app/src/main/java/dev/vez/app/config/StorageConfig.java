package dev.vez.app.config;

/**
 * Memory of the store, outside the heap, shared by all groups.
 *
 * @param blockCacheBytes for blocks read from disk
 * @param writeBufferBytes for writes not yet in files
 */
public record StorageConfig(long blockCacheBytes, long writeBufferBytes) {}
