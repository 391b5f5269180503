package dev.vez.adapters.rocksdb;

import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StateStores;
import dev.vez.ports.recovery.StateStoresContract;
import java.nio.file.Path;

/** Opening, syncing, copying, replacing, closing and failing, with {@link Durability#LOG}. */
class RocksDbLogStateStoresTest extends StateStoresContract {

  @Override
  protected StateStores openStores(Path dataFolder) {
    return TestStores.open(dataFolder, Durability.LOG);
  }

  @Override
  protected void makeFail(StateStore broken) {
    BrokenDisk.blockTables(folder.resolve("data/group-" + GROUP + "/1"));
    BrokenDisk.writeUntilRefused(broken);
  }
}
