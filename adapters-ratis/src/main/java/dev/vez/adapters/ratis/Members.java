package dev.vez.adapters.ratis;

import dev.vez.ports.replication.GroupMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.jspecify.annotations.Nullable;

/** Members in the port's words and in the library's, where a learner is a listener. */
final class Members {

  private Members() {}

  static RaftPeerId peerId(long nodeId) {
    return RaftPeerId.valueOf(Long.toString(nodeId));
  }

  /** The node of a peer, 0 for none. */
  static long nodeId(@Nullable RaftPeerId peer) {
    return peer == null ? 0 : Long.parseLong(peer.toString());
  }

  static RaftPeer peer(GroupMember member) {
    return RaftPeer.newBuilder()
        .setId(peerId(member.nodeId()))
        .setAddress(member.address())
        .setStartupRole(
            switch (member.role()) {
              case VOTER -> RaftPeerRole.FOLLOWER;
              case LEARNER -> RaftPeerRole.LISTENER;
            })
        .build();
  }

  /** All members of a configuration, in order of node id. */
  static List<GroupMember> of(RaftConfiguration configuration) {
    List<GroupMember> members = new ArrayList<>();
    add(members, configuration.getCurrentPeers(RaftPeerRole.FOLLOWER), GroupMember.Role.VOTER);
    add(members, configuration.getCurrentPeers(RaftPeerRole.LISTENER), GroupMember.Role.LEARNER);
    members.sort(Comparator.comparingLong(GroupMember::nodeId));
    return members;
  }

  static List<RaftPeer> peers(List<GroupMember> members, GroupMember.Role role) {
    return members.stream().filter(it -> it.role() == role).map(Members::peer).toList();
  }

  private static void add(
      List<GroupMember> members, Collection<RaftPeer> peers, GroupMember.Role role) {
    for (RaftPeer peer : peers) {
      members.add(new GroupMember(nodeId(peer.getId()), peer.getAddress(), role));
    }
  }
}
