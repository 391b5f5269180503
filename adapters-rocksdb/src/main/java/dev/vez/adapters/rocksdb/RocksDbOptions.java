package dev.vez.adapters.rocksdb;

/**
 * How the stores of a node use its memory and disk.
 *
 * @param durability what brings a store back after a crash
 * @param memoryBytes native memory of all stores together: cached blocks, indexes, filters and
 *     write buffers; 16 MiB or more. RocksDB may exceed it for a moment by a few write buffers
 * @param writeBufferBytes share of {@code memoryBytes} for what is written and not yet in a file; 4
 *     MiB or more, at most half of {@code memoryBytes}
 * @param logBytesMax write-ahead log of one store, in bytes, beyond which the oldest writes are
 *     brought into files: what a restart after a crash has to read; 1 MiB or more
 * @param openFilesMax files that one store keeps open; 64 or more
 */
public record RocksDbOptions(
    Durability durability,
    long memoryBytes,
    long writeBufferBytes,
    long logBytesMax,
    int openFilesMax) {

  private static final long MIB = 1L << 20;

  public RocksDbOptions {
    require("memoryBytes", memoryBytes, 16 * MIB, Long.MAX_VALUE);
    require("writeBufferBytes", writeBufferBytes, 4 * MIB, memoryBytes / 2);
    require("logBytesMax", logBytesMax, MIB, Long.MAX_VALUE);
    require("openFilesMax", openFilesMax, 64, Integer.MAX_VALUE);
  }

  /** 160 MiB of memory, 64 MiB of them for writes; a log of 48 MiB and 512 files per store. */
  public static RocksDbOptions withDefaults(Durability durability) {
    return new RocksDbOptions(durability, 160 * MIB, 64 * MIB, 48 * MIB, 512);
  }

  private static void require(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "Expected " + name + " from " + min + " to " + max + ", but got " + value);
    }
  }
}
