package dev.vez.engine.cluster;

import dev.vez.domain.message.Bytes;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.replication.ConsensusListener;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.replication.MembershipChange;
import dev.vez.ports.replication.ProposalResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Groups whose logs all nodes share in memory: what the leader proposes is committed at once and
 * handed to every member that is open. Who leads is decided by the test, or by a transfer; the
 * first member of a new group leads it.
 */
final class SharedLogs {

  private record LogEntry(long index, long term, Bytes bytes) {}

  private final Map<Integer, Log> logs = new HashMap<>();

  ConsensusGroups of(long nodeId) {
    return (group, _, initialMembers) -> new Member(log(group), nodeId, initialMembers);
  }

  /** Makes a node lead, or nobody where it is 0. */
  @Override
  public String toString() {
    return logs.entrySet().stream()
        .map(
            each ->
                each.getKey()
                    + ": "
                    + each.getValue().leader
                    + each.getValue().members.keySet()
                    + each.getValue().entries.size())
        .toList()
        .toString();
  }

  void lead(int group, long nodeId) {
    log(group).lead(nodeId);
  }

  long leader(int group) {
    return log(group).leader;
  }

  long entries(int group) {
    return log(group).entries.size();
  }

  List<Long> members(int group) {
    return List.copyOf(log(group).members.keySet());
  }

  private Log log(int group) {
    return logs.computeIfAbsent(group, _ -> new Log());
  }

  private static final class Log {

    private final List<LogEntry> entries = new ArrayList<>();
    private final TreeMap<Long, GroupMember> members = new TreeMap<>();
    private final TreeMap<Long, Member> open = new TreeMap<>();
    private long term;
    private long leader;

    void lead(long nodeId) {
      Member before = open.get(leader);
      long ended = term;
      leader = nodeId;
      term++;
      if (before != null) {
        before.listener().onLeadershipLost(ended);
      }
      members.keySet().forEach(this::tellLeader);
      Member next = open.get(nodeId);
      if (next != null) {
        next.listener().onLeaderReady(term);
      }
    }

    void tellLeader(long nodeId) {
      Member member = open.get(nodeId);
      if (member != null) {
        member.listener().onLeaderKnown(leader);
      }
    }

    GroupView view() {
      return new GroupView(term, leader, List.copyOf(members.values()), entries.size(), 0);
    }
  }

  private static final class Member implements ConsensusGroup {

    private final Log log;
    private final long nodeId;
    private @Nullable ConsensusListener listener;
    private long handedOver;

    Member(Log log, long nodeId, List<GroupMember> initialMembers) {
      this.log = log;
      this.nodeId = nodeId;
      if (log.members.isEmpty()) {
        initialMembers.forEach(each -> log.members.put(each.nodeId(), each));
      }
    }

    ConsensusListener listener() {
      ConsensusListener current = listener;
      if (current == null) {
        throw new IllegalStateException("Expected a member that is started");
      }
      return current;
    }

    @Override
    public void start(long appliedIndex, ConsensusListener newListener) {
      listener = newListener;
      handedOver = appliedIndex;
      log.open.put(nodeId, this);
      if (!log.members.containsKey(nodeId)) {
        return;
      }
      catchUp();
      if (log.leader == 0) {
        log.lead(nodeId);
      } else {
        newListener.onLeaderKnown(log.leader);
      }
    }

    @Override
    public CompletionStage<ProposalResult> propose(long expectedTerm, byte[] entry) {
      if (log.leader != nodeId) {
        return CompletableFuture.completedFuture(new ProposalResult.NotLeader(""));
      }
      long index = log.entries.size() + 1L;
      log.entries.add(new LogEntry(index, log.term, Bytes.wrap(entry)));
      log.members.keySet().stream()
          .map(log.open::get)
          .filter(member -> member != null)
          .forEach(Member::catchUp);
      return CompletableFuture.completedFuture(new ProposalResult.Committed(index, log.term));
    }

    private void catchUp() {
      while (handedOver < log.entries.size()) {
        LogEntry entry = log.entries.get((int) handedOver);
        handedOver++;
        listener().onCommitted(entry.index(), entry.term(), entry.bytes().toByteArray());
      }
    }

    @Override
    public boolean isDurableOnCommit() {
      return true;
    }

    @Override
    public CompletionStage<ChangeResult> changeMembers(MembershipChange change) {
      if (log.leader != nodeId) {
        return CompletableFuture.completedFuture(new ChangeResult.NotLeader());
      }
      switch (change) {
        case MembershipChange.AddVoter(var voter) -> add(voter);
        case MembershipChange.AddLearner(var learner) -> add(learner);
        case MembershipChange.Remove(var node) -> {
          log.members.remove(node);
          Member member = log.open.get(node);
          if (member != null) {
            member.listener().onLeaderKnown(0);
          }
        }
      }
      return CompletableFuture.completedFuture(new ChangeResult.Done());
    }

    private void add(GroupMember member) {
      log.members.put(member.nodeId(), member);
      Member opened = log.open.get(member.nodeId());
      if (opened != null) {
        opened.catchUp();
        log.tellLeader(member.nodeId());
      }
    }

    @Override
    public CompletionStage<ChangeResult> transferLeadership(long node) {
      if (log.leader != nodeId) {
        return CompletableFuture.completedFuture(new ChangeResult.NotLeader());
      }
      if (!log.members.containsKey(node) || !log.open.containsKey(node)) {
        return CompletableFuture.completedFuture(new ChangeResult.Failed("no such voter"));
      }
      log.lead(node);
      return CompletableFuture.completedFuture(new ChangeResult.Done());
    }

    @Override
    public CompletionStage<ChangeResult> takeSnapshot() {
      return CompletableFuture.completedFuture(new ChangeResult.Failed("not here"));
    }

    @Override
    public GroupView view() {
      return log.members.containsKey(nodeId) ? log.view() : new GroupView(0, 0, List.of(), 0, 0);
    }

    @Override
    public void stop(String cause) {
      log.open.remove(nodeId);
    }
  }
}
