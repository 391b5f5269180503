package dev.vez.simulation.consensus;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusListener;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.GroupMember.Role;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.replication.MembershipChange;
import dev.vez.ports.replication.ProposalResult;
import dev.vez.simulation.world.Chance;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One run of one member of a group: votes, campaigns, and takes what a leader sends. */
final class RaftMember implements ConsensusGroup {

  /** After which a lost message is missed. */
  static final long RETRY_MICROS = 300_000;

  /** Beyond whatever the simulation sends. */
  static final int ENTRY_BYTES_MAX = 4 << 20;

  private static final long ELECTION_MICROS_MIN = 800_000;
  private static final long ELECTION_MICROS_MAX = 2_000_000;

  private final RaftNetwork network;
  private final RaftDisk disk;
  private final long nodeId;
  private final int group;
  private final Proposals proposals;
  private final HandingOver handingOver;
  private @Nullable ConsensusListener listener;
  private @Nullable Leading leading;
  private @Nullable Transfer transfer;

  /** Those who voted for this member in its current term. */
  private Set<Long> votes = Set.of();

  private long knownLeader;
  private long commitIndex;
  private boolean alive;

  private record Transfer(long target, CompletableFuture<ChangeResult> result) {}

  RaftMember(
      RaftNetwork network,
      RaftDisk disk,
      long nodeId,
      int group,
      AppliedPosition applied,
      BooleanSupplier hasRoom) {
    this.network = network;
    this.disk = disk;
    this.nodeId = nodeId;
    this.group = group;
    this.commitIndex = Math.max(applied.index(), disk.snapshotIndex());
    this.proposals = new Proposals(this, network);
    this.handingOver = new HandingOver(this, network, disk, proposals, applied.index(), hasRoom);
  }

  long nodeId() {
    return nodeId;
  }

  int group() {
    return group;
  }

  long term() {
    return disk.term();
  }

  long knownLeader() {
    return knownLeader;
  }

  long commitIndex() {
    return commitIndex;
  }

  boolean isAlive() {
    return alive;
  }

  boolean isLeader() {
    return leading != null;
  }

  boolean isLeaderIn(long term) {
    return leading != null && disk.term() == term;
  }

  Proposals proposals() {
    return proposals;
  }

  @Nullable Leading leading() {
    return leading;
  }

  ConsensusListener listener() {
    ConsensusListener current = listener;
    if (current == null) {
      throw new IllegalStateException("Expected a member that was started");
    }
    return current;
  }

  @Override
  public void start(long appliedIndex, ConsensusListener newListener) {
    listener = newListener;
    alive = true;
    network.add(this);
    network.world().afterMicros(0, handingOver::begin);
    watchLater();
  }

  @Override
  public CompletionStage<ProposalResult> propose(long expectedTerm, byte[] entry) {
    ConsensusGroup.checkEntry(entry, ENTRY_BYTES_MAX);
    return proposals.propose(expectedTerm, entry);
  }

  @Override
  public boolean isDurableOnCommit() {
    return true;
  }

  @Override
  public CompletionStage<ChangeResult> changeMembers(MembershipChange change) {
    Leading current = leading;
    return current == null
        ? CompletableFuture.completedFuture(new ChangeResult.NotLeader())
        : current.change(change);
  }

  @Override
  public CompletionStage<ChangeResult> transferLeadership(long target) {
    Leading current = leading;
    if (current == null) {
      return CompletableFuture.completedFuture(new ChangeResult.NotLeader());
    }
    if (target == nodeId) {
      return CompletableFuture.completedFuture(new ChangeResult.Done());
    }
    if (!isVoter(target) || transfer != null || network.reachable(this, target) == null) {
      return CompletableFuture.completedFuture(
          new ChangeResult.Failed("Node " + target + " cannot take over now"));
    }
    Transfer begun = new Transfer(target, new CompletableFuture<>());
    transfer = begun;
    current.handTo(target);
    network
        .world()
        .afterMicros(
            TimeUnit.SECONDS.toMicros(3),
            () -> endTransfer(begun, new ChangeResult.Failed("Node " + target + " did not lead")));
    return begun.result();
  }

  @Override
  public CompletionStage<ChangeResult> takeSnapshot() {
    return handingOver.takeSnapshot();
  }

  @Override
  public GroupView view() {
    return new GroupView(
        disk.term(),
        knownLeader,
        disk.members().stream().sorted(Comparator.comparingLong(GroupMember::nodeId)).toList(),
        commitIndex,
        disk.snapshotIndex());
  }

  @Override
  public void stop(String cause) {
    if (alive) {
      die();
      proposals.abandonAll();
    }
  }

  /** Says and hears nothing any more. */
  void die() {
    alive = false;
    leading = null;
    network.remove(this);
  }

  boolean isHandingOff() {
    return transfer != null;
  }

  List<GroupMember> voters() {
    return disk.members().stream().filter(it -> it.role() == Role.VOTER).toList();
  }

  private boolean isVoter(long node) {
    return voters().stream().anyMatch(it -> it.nodeId() == node);
  }

  private Chance chance() {
    return network.world().chance();
  }

  /** Looks from time to time whether somebody leads. */
  private void watchLater() {
    network
        .world()
        .afterMicros(
            chance().between(ELECTION_MICROS_MIN, ELECTION_MICROS_MAX),
            () -> {
              if (alive) {
                proposals.giveUpOld();
                if (!network.hearsLeader(this)) {
                  if (knownLeader != 0) {
                    learnLeader(0);
                  }
                  campaign(false);
                }
                watchLater();
              }
            });
  }

  /**
   * Asks for votes.
   *
   * @param disrupts also where a majority still hears a leader, and would not vote else
   */
  void campaign(boolean disrupts) {
    if (!alive || leading != null || !isVoter(nodeId) || !(disrupts || wouldWin())) {
      return;
    }
    disk.enterTerm(disk.term() + 1);
    disk.vote(nodeId);
    learnLeader(0);
    votes = new HashSet<>();
    long term = disk.term();
    onVote(term, nodeId);
    for (GroupMember voter : voters()) {
      if (voter.nodeId() != nodeId) {
        network.send(
            this,
            voter.nodeId(),
            other -> other.onVoteRequest(term, this, disk.lastIndex(), disk.lastTerm(), disrupts),
            () -> {});
      }
    }
  }

  private boolean wouldWin() {
    long willing =
        voters().stream()
            .map(voter -> voter.nodeId() == nodeId ? this : network.reachable(this, voter.nodeId()))
            .filter(it -> it != null && it.isWilling(disk.lastIndex(), disk.lastTerm()))
            .count();
    return willing > voters().size() / 2;
  }

  private boolean isWilling(long lastIndex, long lastTerm) {
    return !network.hearsLeader(this) && isUpToDate(lastIndex, lastTerm);
  }

  private boolean isUpToDate(long lastIndex, long lastTerm) {
    return lastTerm > disk.lastTerm()
        || (lastTerm == disk.lastTerm() && lastIndex >= disk.lastIndex());
  }

  private void onVoteRequest(
      long term, RaftMember candidate, long lastIndex, long lastTerm, boolean disrupts) {
    boolean isStranger = disk.members().isEmpty();
    if (isStranger || term < disk.term() || (!disrupts && network.hearsLeader(this))) {
      return;
    }
    if (term > disk.term()) {
      follow(term, 0);
    }
    boolean isFree = disk.votedFor() == 0 || disk.votedFor() == candidate.nodeId;
    if (isFree && leading == null && isUpToDate(lastIndex, lastTerm)) {
      disk.vote(candidate.nodeId);
      network.send(
          this,
          candidate.nodeId,
          other -> {
            if (other == candidate) {
              other.onVote(term, nodeId);
            }
          },
          () -> {});
    }
  }

  private void onVote(long term, long voter) {
    if (!alive || leading != null || disk.term() != term || disk.votedFor() != nodeId) {
      return;
    }
    votes.add(voter);
    List<GroupMember> voters = voters();
    if (voters.stream().filter(it -> votes.contains(it.nodeId())).count() > voters.size() / 2) {
      Leading next = new Leading(this, network, disk);
      leading = next;
      learnLeader(nodeId);
      next.begin();
    }
  }

  /** Enters a term, or stays in it, as a follower. */
  void follow(long term, long leader) {
    long ledTerm = disk.term();
    if (term > ledTerm) {
      disk.enterTerm(term);
    }
    Leading ended = leading;
    if (ended != null) {
      leading = null;
      ended.end();
      listener().onLeadershipLost(ledTerm);
    }
    learnLeader(leader);
  }

  private void learnLeader(long leader) {
    if (leader != knownLeader) {
      knownLeader = leader;
      listener().onLeaderKnown(leader);
    }
    Transfer current = transfer;
    if (current != null && leader != 0 && leader != nodeId) {
      endTransfer(
          current,
          leader == current.target
              ? new ChangeResult.Done()
              : new ChangeResult.Failed("Node " + leader + " leads"));
    }
  }

  private void endTransfer(Transfer ended, ChangeResult result) {
    if (ended.equals(transfer)) {
      transfer = null;
      ended.result.complete(result);
    }
  }

  /** What a leader sends: entries that follow one that this member should have. */
  void onAppend(Append message, RaftMember leader) {
    if (message.term() < disk.term()) {
      reply(leader, other -> other.onHigherTerm(disk.term()));
      return;
    }
    follow(message.term(), leader.nodeId);
    long previous = message.previousIndex();
    if (previous > disk.lastIndex()
        || (previous >= disk.purgedUpTo() && disk.termAt(previous) != message.previousTerm())) {
      long hint = Math.max(commitIndex, Math.min(disk.lastIndex(), previous - 1));
      reply(leader, other -> other.onConflict(message.term(), nodeId, hint));
      return;
    }
    long index = previous;
    for (LogEntry entry : message.entries()) {
      index++;
      if (index <= disk.purgedUpTo()) {
        continue;
      }
      if (index <= disk.lastIndex() && disk.termAt(index) != entry.term()) {
        disk.truncateFrom(index);
      }
      if (index > disk.lastIndex()) {
        disk.append(entry);
      }
    }
    long match = index;
    reply(leader, other -> other.onMatch(message.term(), nodeId, match, message.commit()));
    commit(Math.min(message.commit(), match));
  }

  /** What a leader sends where its log does not reach back so far. */
  void onSnapshot(long term, Snapshot snapshot, RaftMember leader) {
    if (term < disk.term()) {
      reply(leader, other -> other.onHigherTerm(disk.term()));
      return;
    }
    follow(term, leader.nodeId);
    long index = snapshot.position().index();
    handingOver.install(
        snapshot,
        () -> {
          commitIndex = Math.max(commitIndex, index);
          reply(leader, other -> other.onMatch(term, nodeId, index, 0));
        });
  }

  /** An entry is committed, and so are all before it. */
  void commit(long index) {
    commitIndex = Math.max(commitIndex, index);
    handingOver.pump();
  }

  private void onHigherTerm(long term) {
    if (term > disk.term()) {
      follow(term, 0);
    }
  }

  private void onConflict(long term, long follower, long hint) {
    Leading current = leading;
    if (current != null && disk.term() == term) {
      current.onConflict(follower, hint);
    }
  }

  private void onMatch(long term, long follower, long match, long toldCommit) {
    Leading current = leading;
    if (current != null && disk.term() == term) {
      current.onMatch(follower, match, toldCommit);
    }
  }

  /**
   * To the run of the leader that sent; where that is gone or the answer is lost, it asks again.
   */
  private void reply(RaftMember leader, RaftNetwork.Arrival arrival) {
    network.send(
        this,
        leader.nodeId,
        other -> {
          if (other == leader) {
            arrival.at(other);
          }
        },
        () -> leader.onSilence(nodeId));
  }

  /** A message to a follower, or its answer, was lost. */
  void onSilence(long follower) {
    Leading current = leading;
    if (alive && current != null) {
      current.onSilence(follower);
    }
  }

  /**
   * Entries for a follower.
   *
   * @param term of the leader
   * @param previousIndex of the entry before them
   * @param previousTerm its term
   * @param entries none where only the commit index is new
   * @param commit what is committed
   */
  record Append(
      long term, long previousIndex, long previousTerm, List<LogEntry> entries, long commit) {}
}
