package dev.vez.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.replication.ConsensusGroupContract;
import dev.vez.ports.replication.ConsensusGroups;
import java.util.function.BooleanSupplier;

/** A node alone keeps the contract. */
class LocalConsensusGroupTest extends ConsensusGroupContract {

  @Override
  protected ConsensusGroups groups() {
    return (group, applied, members) -> new LocalConsensusGroup(applied);
  }

  @Override
  protected void await(BooleanSupplier condition) {
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
