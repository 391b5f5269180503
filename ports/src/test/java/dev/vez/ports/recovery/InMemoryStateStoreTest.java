package dev.vez.ports.recovery;

import java.nio.file.Path;

/** The fake keeps the contract of what it stands for. */
class InMemoryStateStoreTest extends StateStoreContract {

  @Override
  protected StateStores openStores(Path dataFolder) {
    return new InMemoryStateStores();
  }

  @Override
  protected StateStores reopenStores(StateStores before, Path dataFolder) {
    return before;
  }
}
