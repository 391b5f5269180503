package dev.vez.adapters.ratis;

import dev.vez.ports.replication.ConsensusGroupContract;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.replication.GroupMember;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A node alone that keeps its log by Ratis keeps the contract. */
@Execution(ExecutionMode.CONCURRENT)
class RatisConsensusGroupTest extends ConsensusGroupContract {

  @TempDir private Path folder;
  private final List<ConsensusGroups> opened = new ArrayList<>();
  private RatisNodes nodes = new RatisNodes(Path.of("unset"));

  @Override
  protected ConsensusGroups groups() {
    if (opened.isEmpty()) {
      nodes = new RatisNodes(folder);
    } else {
      opened.getLast().close();
    }
    opened.add(nodes.open(1));
    return opened.getLast();
  }

  @Override
  protected List<GroupMember> initialMembers() {
    return List.of(new GroupMember(1, nodes.address(1), GroupMember.Role.VOTER));
  }

  @Override
  protected void await(BooleanSupplier condition) {
    RatisNodes.await(condition);
  }

  @AfterEach
  @Override
  protected void stopMembers() {
    super.stopMembers();
    opened.getLast().close();
  }
}
