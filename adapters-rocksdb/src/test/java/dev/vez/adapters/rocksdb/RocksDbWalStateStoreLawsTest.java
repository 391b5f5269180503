package dev.vez.adapters.rocksdb;

import dev.vez.ports.recovery.StateStoreLaws;
import dev.vez.ports.recovery.StateStores;
import java.nio.file.Path;

/** A store behaves as a sorted map does, with {@link Durability#WAL}. */
class RocksDbWalStateStoreLawsTest extends StateStoreLaws {

  @Override
  protected StateStores openStores(Path dataFolder) {
    return TestStores.open(dataFolder, Durability.WAL);
  }
}
