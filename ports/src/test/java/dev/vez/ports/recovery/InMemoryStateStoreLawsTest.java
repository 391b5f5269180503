package dev.vez.ports.recovery;

import java.nio.file.Path;

/** The fake keeps the laws of what it stands for. */
class InMemoryStateStoreLawsTest extends StateStoreLaws {

  @Override
  protected StateStores openStores(Path dataFolder) {
    return new InMemoryStateStores();
  }
}
