package dev.vez.engine.cluster;

import dev.vez.engine.group.GroupStatus;
import dev.vez.ports.replication.ConsensusGroup;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node can serve: every group that it is a member of is led, by it or by another node
 * that it knows. A group that it is no member of does not count; calls for it go elsewhere.
 */
public final class Readiness {

  private final long nodeId;
  private final IntFunction<@Nullable ConsensusGroup> members;

  /**
   * The readiness of one node.
   *
   * @param nodeId the node, 0 where it is alone and must lead every group
   * @param members this node's member of a group, none before it is open
   */
  public Readiness(long nodeId, IntFunction<@Nullable ConsensusGroup> members) {
    this.nodeId = nodeId;
    this.members = members;
  }

  /**
   * Whether calls can be taken.
   *
   * @param statuses of all groups, by number; 0 is meta
   */
  public boolean canServe(Map<Integer, GroupStatus> statuses) {
    return statuses.entrySet().stream().allMatch(each -> isFine(each.getKey(), each.getValue()));
  }

  private boolean isFine(int group, GroupStatus status) {
    return switch (status) {
      case GroupStatus.Serving _ -> true;
      case GroupStatus.Following(var leader) -> nodeId != 0 && leader != nodeId;
      case GroupStatus.Starting(), GroupStatus.NotLeading() -> group != 0 && isElsewhere(group);
      case GroupStatus.Failed _, GroupStatus.Stopped() -> false;
    };
  }

  private boolean isElsewhere(int group) {
    ConsensusGroup member = members.apply(group);
    return nodeId != 0
        && member != null
        && member.view().members().stream().noneMatch(each -> each.nodeId() == nodeId);
  }
}
