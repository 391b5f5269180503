package dev.vez.ports.recovery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;

/** The fake opens, copies, replaces and fails as what it stands for. */
class InMemoryStateStoresTest extends StateStoresContract {

  private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();

  @Override
  protected StateStores openStores(Path dataFolder) {
    return new InMemoryStateStores(checkpoints);
  }

  @Override
  protected StateStores reopenStores(StateStores before, Path dataFolder) {
    return before;
  }

  @Override
  protected void makeFail(StateStore broken) {
    ((InMemoryStateStore) broken).failNextSync();
    assertThatThrownBy(broken::sync).isInstanceOf(StoreException.class);
  }
}
