package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.entity.PeerId;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.replication.GroupMember;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The groups of a node, which share the port at which other nodes reach them. */
public final class JraftConsensusGroups implements ConsensusGroups {

  private final JraftSettings settings;
  private final RpcEndpoint endpoint;
  private final Set<Integer> open = ConcurrentHashMap.newKeySet();
  private boolean closed;

  /**
   * Listens to the other nodes.
   *
   * @throws IllegalStateException where the address to listen at is not to be had
   */
  public JraftConsensusGroups(JraftSettings settings) {
    this.settings = settings;
    JraftProcess.use(settings.groupId(0));
    endpoint = RpcEndpoint.open(settings);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException where the group is open already, where its folder has a log and
   *     no votes, or where its store holds entries of a group that is yet to be formed
   */
  @Override
  public ConsensusGroup open(int group, AppliedPosition applied, List<GroupMember> initialMembers) {
    if (group < 0) {
      throw new IllegalArgumentException("Expected a group of 0 or more, but got " + group);
    }
    if (!open.add(group)) {
      throw new IllegalStateException("Expected group " + group + " to be open once");
    }
    try {
      return member(group, applied, initialMembers);
    } catch (RuntimeException e) {
      open.remove(group);
      throw e;
    }
  }

  private ConsensusGroup member(
      int group, AppliedPosition applied, List<GroupMember> initialMembers) {
    String groupId = settings.groupId(group);
    Path folder = settings.groupFolder(group);
    PeerId self = Members.peer(settings.nodeId(), settings.address());
    GroupStorage storage = GroupStorage.in(folder);
    boolean fresh = storage.isFresh();
    boolean founder = !initialMembers.isEmpty();
    if (fresh && founder && applied.index() > 0) {
      // Its entries would count from 1 again, and the store would skip them as known.
      throw new IllegalStateException(
          "Expected the log of a store that holds entry " + applied.index() + " in " + folder);
    }
    JoinGuard guard = JoinGuard.of(folder, fresh, founder);
    JraftProcess.use(groupId);
    GroupOptions options =
        new GroupOptions(
            settings, Members.configuration(initialMembers), MemberNode.electionPriority(guard));
    return new JraftConsensusGroup(
        settings, new MemberNode(groupId, self, guard), options, storage, () -> open.remove(group));
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      endpoint.close();
    }
  }
}
