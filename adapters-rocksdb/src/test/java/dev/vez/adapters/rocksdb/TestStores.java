package dev.vez.adapters.rocksdb;

import java.nio.file.Path;

/** Stores for tests: little memory, and one native library for all runs. */
final class TestStores {

  static final Path LIBRARY_FOLDER = Path.of("target", "native").toAbsolutePath();

  private static final long MIB = 1L << 20;

  private TestStores() {}

  static RocksDbOptions options(Durability durability) {
    return new RocksDbOptions(durability, 32 * MIB, 8 * MIB, 8 * MIB, 64);
  }

  static RocksDbStateStores open(Path dataFolder, Durability durability) {
    return new RocksDbStateStores(dataFolder, LIBRARY_FOLDER, options(durability));
  }
}
