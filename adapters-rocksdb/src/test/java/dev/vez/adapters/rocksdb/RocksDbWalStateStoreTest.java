package dev.vez.adapters.rocksdb;

import dev.vez.ports.recovery.StateStoreContract;
import dev.vez.ports.recovery.StateStores;
import java.nio.file.Path;

/** What is written is what is read, with {@link Durability#WAL}. */
class RocksDbWalStateStoreTest extends StateStoreContract {

  @Override
  protected StateStores openStores(Path dataFolder) {
    return TestStores.open(dataFolder, Durability.WAL);
  }
}
