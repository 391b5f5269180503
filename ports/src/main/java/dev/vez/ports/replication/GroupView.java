package dev.vez.ports.replication;

import java.util.List;

/**
 * What this node knows of a group at one moment; another node may know better.
 *
 * @param term current term, 0 where none is known
 * @param leaderNodeId node that leads in this term, 0 where none is known
 * @param members in order of node id, as in the latest configuration in this node's log
 * @param committedIndex log index up to which entries are committed, as far as this node knows
 * @param snapshotIndex log index of the newest snapshot, 0 where there is none
 */
public record GroupView(
    long term,
    long leaderNodeId,
    List<GroupMember> members,
    long committedIndex,
    long snapshotIndex) {

  public GroupView {
    members = List.copyOf(members);
  }
}
