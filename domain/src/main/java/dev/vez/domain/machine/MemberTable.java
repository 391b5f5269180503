package dev.vez.domain.machine;

import dev.vez.domain.command.AddMember;
import dev.vez.domain.command.RemoveMember;
import dev.vez.domain.hash.Digest;
import dev.vez.domain.outcome.AddMemberOutcome;
import dev.vez.domain.outcome.LastMemberStays;
import dev.vez.domain.outcome.MemberAdded;
import dev.vez.domain.outcome.MemberConflict;
import dev.vez.domain.outcome.MemberRemoved;
import dev.vez.domain.outcome.MemberUnknown;
import dev.vez.domain.outcome.RemoveMemberOutcome;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/** The nodes of the cluster, as the meta group knows them. */
final class MemberTable {

  private final TreeMap<Long, MemberRecord> members = new TreeMap<>();
  private final Changes changes;

  MemberTable(Changes changes) {
    this.changes = changes;
  }

  void restore(MemberRecord member) {
    members.put(member.nodeId(), member);
  }

  /** In order of node id. A view. */
  Collection<MemberRecord> all() {
    return Collections.unmodifiableCollection(members.values());
  }

  AddMemberOutcome add(AddMember command, DigestSum sum) {
    MemberRecord added = command.member();
    for (MemberRecord each : members.values()) {
      boolean same = each.nodeId() == added.nodeId();
      if (same ? !isSameNode(each, added) : each.address().equals(added.address())) {
        return new MemberConflict(each);
      }
    }
    MemberRecord earlier = members.get(added.nodeId());
    MemberRecord record = earlier == null ? added : renewed(earlier, added);
    if (!record.equals(earlier)) {
      changes.replace(sum, earlier == null ? Digest.ZERO : changes.hashOf(earlier), record);
      members.put(record.nodeId(), record);
    }
    return new MemberAdded();
  }

  RemoveMemberOutcome remove(RemoveMember command, DigestSum sum) {
    MemberRecord member = members.get(command.nodeId());
    if (member == null) {
      return new MemberUnknown();
    }
    if (member.role() == MemberRole.VOTER && voters() == 1) {
      return new LastMemberStays();
    }
    changes.remove(sum, member);
    members.remove(member.nodeId());
    return new MemberRemoved();
  }

  private long voters() {
    return members.values().stream().filter(each -> each.role() == MemberRole.VOTER).count();
  }

  private static boolean isSameNode(MemberRecord earlier, MemberRecord added) {
    return earlier.address().equals(added.address())
        && (earlier.folderId().isEmpty()
            || added.folderId().isEmpty()
            || earlier.folderId().equals(added.folderId()));
  }

  private static MemberRecord renewed(MemberRecord earlier, MemberRecord added) {
    return added.folderId().isEmpty()
        ? new MemberRecord(
            added.nodeId(),
            earlier.folderId(),
            added.address(),
            added.clientAddress(),
            added.role())
        : added;
  }
}
