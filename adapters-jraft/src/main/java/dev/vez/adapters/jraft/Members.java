package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.GroupMember.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Members as JRaft names them: by address and an index within it. The index is our node id, so that
 * a configuration in the log tells who its members are, and a node that lost its disk and came back
 * under another id is another member.
 */
final class Members {

  private Members() {}

  static void checkNodeId(long nodeId) {
    if (nodeId < 1 || nodeId > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Expected a node id from 1 to " + Integer.MAX_VALUE + ", but got " + nodeId);
    }
  }

  static PeerId peer(long nodeId, String address) {
    checkNodeId(nodeId);
    return new PeerId(Address.parse(address).endpoint(), (int) nodeId);
  }

  static PeerId peer(GroupMember member) {
    return peer(member.nodeId(), member.address());
  }

  static Configuration configuration(List<GroupMember> members) {
    Configuration configuration = new Configuration();
    for (GroupMember member : members) {
      switch (member.role()) {
        case VOTER -> configuration.addPeer(peer(member));
        case LEARNER -> configuration.addLearner(peer(member));
      }
    }
    return configuration;
  }

  /** Members of a configuration in order of node id. */
  static List<GroupMember> members(Configuration configuration) {
    List<GroupMember> members = new ArrayList<>();
    configuration.getPeers().forEach(peer -> members.add(member(peer, Role.VOTER)));
    configuration.getLearners().forEach(peer -> members.add(member(peer, Role.LEARNER)));
    members.sort(Comparator.comparingLong(GroupMember::nodeId));
    return members;
  }

  /** The node of that id among some, or null. */
  static @Nullable PeerId find(Collection<PeerId> peers, long nodeId) {
    for (PeerId peer : peers) {
      if (peer.getIdx() == nodeId) {
        return peer;
      }
    }
    return null;
  }

  private static GroupMember member(PeerId peer, Role role) {
    return new GroupMember(peer.getIdx(), peer.getEndpoint().toString(), role);
  }
}
