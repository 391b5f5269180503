package dev.vez.simulation.consensus;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.GroupMember;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member keeps through crashes: term, vote, log and the newest snapshot. All of it is
 * durable at once: a library that says what it has not synced breaks its own promise, not the
 * port's.
 */
final class RaftDisk {

  private final List<LogEntry> entries = new ArrayList<>();

  /** The log begins after this one. */
  private AppliedPosition base = AppliedPosition.NONE;

  /** Members as of the base; none where they are not known. */
  private @Nullable List<GroupMember> baseMembers;

  private @Nullable Snapshot snapshot;

  /** What {@link #members} gave last; none where the log has changed since. */
  private @Nullable List<GroupMember> knownMembers;

  private long term;
  private long votedFor;

  long term() {
    return term;
  }

  /** Node that got the vote of this term, 0 for none. */
  long votedFor() {
    return votedFor;
  }

  void enterTerm(long newTerm) {
    term = newTerm;
    votedFor = 0;
  }

  void vote(long nodeId) {
    votedFor = nodeId;
  }

  /** They count while the log says nothing else. */
  void form(List<GroupMember> initialMembers) {
    if (baseMembers == null && !initialMembers.isEmpty()) {
      baseMembers = List.copyOf(initialMembers);
      knownMembers = null;
    }
  }

  long lastIndex() {
    return base.index() + entries.size();
  }

  long lastTerm() {
    return termAt(lastIndex());
  }

  /** Log index after which entries are kept. */
  long purgedUpTo() {
    return base.index();
  }

  /** The term at an index from {@link #purgedUpTo} to {@link #lastIndex}. */
  long termAt(long index) {
    return index == base.index() ? base.term() : entry(index).term();
  }

  LogEntry entry(long index) {
    return entries.get(Math.toIntExact(index - base.index() - 1));
  }

  List<LogEntry> entries(long from, long to) {
    return List.copyOf(
        entries.subList(
            Math.toIntExact(from - base.index() - 1), Math.toIntExact(to - base.index())));
  }

  void append(LogEntry entry) {
    entries.add(entry);
    if (entry instanceof LogEntry.Members) {
      knownMembers = null;
    }
  }

  void truncateFrom(long index) {
    entries.subList(Math.toIntExact(index - base.index() - 1), entries.size()).clear();
    knownMembers = null;
  }

  /** The newest members that the log knows, committed or not; empty where it knows none. */
  List<GroupMember> members() {
    List<GroupMember> known = knownMembers;
    if (known == null) {
      known = membersAt(lastIndex());
      knownMembers = known;
    }
    return known;
  }

  List<GroupMember> membersAt(long index) {
    for (int i = Math.toIntExact(index - base.index()) - 1; i >= 0; i--) {
      if (entries.get(i) instanceof LogEntry.Members(_, var members)) {
        return members;
      }
    }
    return baseMembers == null ? List.of() : baseMembers;
  }

  /** Log index of the newest change of members, 0 where the log has none. */
  long membersIndex() {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i) instanceof LogEntry.Members) {
        return base.index() + i + 1;
      }
    }
    return 0;
  }

  @Nullable Snapshot snapshot() {
    return snapshot;
  }

  long snapshotIndex() {
    return snapshot == null ? 0 : snapshot.position().index();
  }

  /**
   * Keeps a snapshot of its own log, and purges.
   *
   * @param kept entries behind the snapshot that stay in the log
   */
  void keep(Snapshot newest, long kept) {
    snapshot = newest;
    long upTo = Math.max(base.index(), newest.position().index() - kept);
    List<GroupMember> members = membersAt(upTo);
    AppliedPosition newBase = new AppliedPosition(upTo, termAt(upTo));
    entries.subList(0, Math.toIntExact(upTo - base.index())).clear();
    base = newBase;
    baseMembers = members;
  }

  /** Takes another member's snapshot in the place of the log up to it. */
  void install(Snapshot received) {
    snapshot = received;
    AppliedPosition position = received.position();
    if (position.index() < lastIndex()
        && position.index() >= base.index()
        && termAt(position.index()) == position.term()) {
      entries.subList(0, Math.toIntExact(position.index() - base.index())).clear();
    } else {
      entries.clear();
    }
    base = position;
    baseMembers = received.members();
    knownMembers = null;
  }
}
