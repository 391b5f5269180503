package dev.vez.adapters.jraft;

import dev.vez.ports.replication.ConsensusGroupContract;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.replication.GroupMember;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** JRaft as the only member of a group. */
class JraftConsensusGroupTest extends ConsensusGroupContract {

  @TempDir private Path folder;
  private TestNodes nodes;
  private JraftConsensusGroups groups;

  @BeforeEach
  void listen() {
    nodes = new TestNodes(folder);
    groups = new JraftConsensusGroups(nodes.settings(1));
  }

  @AfterEach
  void close() {
    groups.close();
  }

  @Override
  protected ConsensusGroups groups() {
    return groups;
  }

  @Override
  protected List<GroupMember> initialMembers() {
    return List.of(nodes.voter(1));
  }

  @Override
  protected void await(BooleanSupplier condition) {
    TestNodes.await(condition);
  }
}
