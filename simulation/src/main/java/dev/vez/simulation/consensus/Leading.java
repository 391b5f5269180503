package dev.vez.simulation.consensus;

import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.MembershipChange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A member while it leads: brings its log to the others, and commits what a majority has. */
final class Leading {

  private static final int ENTRIES_PER_MESSAGE_MAX = 64;
  private static final long LOOK_MICROS = 1_000_000;

  /** What is known of another member. */
  private static final class Peer {
    long next;
    long match;
    long toldCommit;
    boolean inFlight;
    long sentAtNanos;

    /** The run of the member that was last seen; a new one has forgotten what is committed. */
    @Nullable RaftMember run;

    Peer(long next) {
      this.next = next;
    }
  }

  /** A change of members that is on its way. */
  private static final class Change {
    final MembershipChange wanted;
    final CompletableFuture<ChangeResult> result = new CompletableFuture<>();

    /** Node that has to catch up first, 0 for none. */
    long newcomer;

    /** Log index, 0 while it is not appended. */
    long index;

    Change(MembershipChange wanted) {
      this.wanted = wanted;
    }
  }

  private final RaftMember member;
  private final RaftNetwork network;
  private final RaftDisk disk;
  private final long term;
  private final TreeMap<Long, Peer> peers = new TreeMap<>();
  private long openingIndex;
  private @Nullable Change change;
  private long handTo;
  private int lonelyLooks;

  Leading(RaftMember member, RaftNetwork network, RaftDisk disk) {
    this.member = member;
    this.network = network;
    this.disk = disk;
    this.term = disk.term();
  }

  long openingIndex() {
    return openingIndex;
  }

  void begin() {
    openingIndex = append(new LogEntry.Opening(term));
    refreshPeers();
    replicate();
    lookLater();
  }

  void end() {
    Change pending = change;
    if (pending != null) {
      change = null;
      pending.result.complete(new ChangeResult.Failed("the leadership was lost"));
    }
  }

  long append(LogEntry entry) {
    disk.append(entry);
    return disk.lastIndex();
  }

  /** Sends everybody what is new. */
  void replicate() {
    advance();
    if (isOver()) {
      return;
    }
    List.copyOf(peers.keySet()).forEach(this::send);
  }

  /** Lets a follower take over once it has everything. */
  void handTo(long target) {
    handTo = target;
    handOff();
  }

  CompletionStage<ChangeResult> change(MembershipChange wanted) {
    if (isDone(wanted)) {
      return CompletableFuture.completedFuture(new ChangeResult.Done());
    }
    if (change != null || member.commitIndex() < openingIndex) {
      return CompletableFuture.completedFuture(
          new ChangeResult.Failed("another change, or the beginning of the term, is on its way"));
    }
    Change begun = new Change(wanted);
    change = begun;
    if (wanted instanceof MembershipChange.AddVoter(var voter)) {
      begun.newcomer = voter.nodeId();
      peers.computeIfAbsent(voter.nodeId(), _ -> new Peer(disk.lastIndex() + 1));
      send(voter.nodeId());
    }
    network
        .world()
        .afterMicros(
            TimeUnit.SECONDS.toMicros(10),
            () -> {
              if (change == begun && begun.index == 0) {
                change = null;
                refreshPeers();
                begun.result.complete(
                    new ChangeResult.Failed("node " + begun.newcomer + " did not catch up"));
              }
            });
    goOn();
    return begun.result;
  }

  void onMatch(long follower, long match, long toldCommit) {
    Peer peer = peers.get(follower);
    if (peer == null) {
      return;
    }
    peer.inFlight = false;
    peer.match = Math.max(peer.match, match);
    peer.next = Math.max(peer.next, peer.match + 1);
    peer.toldCommit = Math.max(peer.toldCommit, toldCommit);
    goOn();
    replicate();
    handOff();
  }

  void onConflict(long follower, long hint) {
    Peer peer = peers.get(follower);
    if (peer != null) {
      peer.inFlight = false;
      peer.next = Math.max(peer.match, Math.min(hint, peer.next - 2)) + 1;
      send(follower);
    }
  }

  void onSilence(long follower) {
    Peer peer = peers.get(follower);
    if (peer != null && peer.inFlight && !isOver()) {
      peer.inFlight = false;
      send(follower);
    }
  }

  /** An entry of this log is committed and was handed over. */
  void committed(long index) {
    Change current = change;
    if (current != null && current.index != 0 && current.index <= index) {
      change = null;
      current.result.complete(new ChangeResult.Done());
    }
    boolean isMember = disk.members().stream().anyMatch(it -> it.nodeId() == member.nodeId());
    if (!isMember && disk.membersIndex() <= index && !isOver()) {
      member.follow(term, 0);
    }
  }

  private boolean isOver() {
    return !member.isAlive() || member.leading() != this;
  }

  private void goOn() {
    Change current = change;
    if (current == null || current.index != 0) {
      return;
    }
    Peer newcomer = peers.get(current.newcomer);
    if (current.newcomer == 0 || (newcomer != null && newcomer.match == disk.lastIndex())) {
      current.index = append(new LogEntry.Members(term, changed(current.wanted)));
      refreshPeers();
      replicate();
    }
  }

  private boolean isDone(MembershipChange wanted) {
    return List.copyOf(changed(wanted)).equals(disk.members());
  }

  private List<GroupMember> changed(MembershipChange wanted) {
    return switch (wanted) {
      case MembershipChange.AddLearner(var learner) -> withMember(learner);
      case MembershipChange.AddVoter(var voter) -> withMember(voter);
      case MembershipChange.Remove(var nodeId) ->
          disk.members().stream().filter(it -> it.nodeId() != nodeId).toList();
    };
  }

  private List<GroupMember> withMember(GroupMember added) {
    if (disk.members().contains(added)) {
      return disk.members();
    }
    List<GroupMember> members = new ArrayList<>(disk.members());
    members.removeIf(it -> it.nodeId() == added.nodeId());
    members.add(added);
    return members;
  }

  private void refreshPeers() {
    Change current = change;
    peers
        .keySet()
        .removeIf(
            id ->
                (current == null || current.newcomer != id)
                    && disk.members().stream().noneMatch(it -> it.nodeId() == id));
    for (GroupMember each : disk.members()) {
      if (each.nodeId() != member.nodeId()) {
        peers.computeIfAbsent(each.nodeId(), _ -> new Peer(disk.lastIndex() + 1));
      }
    }
  }

  private void send(long follower) {
    Peer peer = peers.get(follower);
    if (peer == null || peer.inFlight || isOver()) {
      return;
    }
    long commit = member.commitIndex();
    if (peer.match == disk.lastIndex() && peer.toldCommit >= commit) {
      return;
    }
    peer.inFlight = true;
    peer.sentAtNanos = network.world().nowNanos();
    Snapshot snapshot = disk.snapshot();
    if (peer.next <= disk.purgedUpTo()) {
      if (snapshot == null) {
        throw new IllegalStateException("Expected a snapshot where the log is purged");
      }
      network.send(
          member,
          follower,
          other -> other.onSnapshot(term, snapshot, member),
          () -> member.onSilence(follower));
      return;
    }
    long previous = peer.next - 1;
    long last = Math.min(disk.lastIndex(), previous + ENTRIES_PER_MESSAGE_MAX);
    RaftMember.Append message =
        new RaftMember.Append(
            term, previous, disk.termAt(previous), disk.entries(peer.next, last), commit);
    network.send(
        member,
        follower,
        other -> other.onAppend(message, member),
        () -> member.onSilence(follower));
  }

  /** Commits what a majority has: only of its own term, and so all before it. */
  private void advance() {
    List<GroupMember> voters = member.voters();
    if (voters.isEmpty()) {
      return;
    }
    List<Long> matches = new ArrayList<>();
    for (GroupMember voter : voters) {
      Peer peer = peers.get(voter.nodeId());
      matches.add(
          voter.nodeId() == member.nodeId() ? disk.lastIndex() : peer == null ? 0 : peer.match);
    }
    matches.sort(null);
    long majority = matches.get((matches.size() - 1) / 2);
    if (majority > member.commitIndex() && disk.termAt(majority) == term) {
      member.commit(majority);
    }
  }

  private void handOff() {
    Peer target = peers.get(handTo);
    if (handTo != 0 && target != null && target.match == disk.lastIndex() && !isOver()) {
      long to = handTo;
      handTo = 0;
      network.send(member, to, other -> other.campaign(true), () -> {});
    }
  }

  /** Leads no more where it has not reached a majority for a while. */
  private void lookLater() {
    network
        .world()
        .afterMicros(
            network.world().chance().between(LOOK_MICROS / 2, LOOK_MICROS),
            () -> {
              if (isOver()) {
                return;
              }
              askAgain();
              lonelyLooks = reachesMajority() ? 0 : lonelyLooks + 1;
              if (lonelyLooks > 1) {
                member.follow(term, 0);
              } else {
                lookLater();
              }
            });
  }

  /** A follower that installs a snapshot answers nothing, and one that was restarted knows less. */
  private void askAgain() {
    long before = network.world().nowNanos() - TimeUnit.MICROSECONDS.toNanos(LOOK_MICROS);
    peers.forEach(
        (id, peer) -> {
          RaftMember run = network.reachable(member, id);
          if (run != null && !run.equals(peer.run)) {
            peer.run = run;
            peer.toldCommit = 0;
            send(id);
          }
          if (peer.inFlight && peer.sentAtNanos < before) {
            onSilence(id);
          }
        });
  }

  private boolean reachesMajority() {
    List<GroupMember> voters = member.voters();
    long reached =
        voters.stream()
            .filter(
                it ->
                    it.nodeId() == member.nodeId()
                        || network.reachable(member, it.nodeId()) != null)
            .count();
    return reached > voters.size() / 2;
  }
}
