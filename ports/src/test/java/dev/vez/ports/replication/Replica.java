package dev.vez.ports.replication;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One node of a cluster in a test: its disk, and its member of the group while it runs. */
final class Replica {

  /** From start to stop. */
  private record Run(ConsensusGroups groups, ConsensusGroup group, ReplicaListener listener) {}

  private final long nodeId;
  private final ReplicaDisk disk = new ReplicaDisk();
  private final List<ReplicaListener> earlier = new ArrayList<>();
  private @Nullable Run run;

  Replica(long nodeId) {
    this.nodeId = nodeId;
  }

  long nodeId() {
    return nodeId;
  }

  ReplicaDisk disk() {
    return disk;
  }

  boolean isRunning() {
    return run != null;
  }

  ConsensusGroup group() {
    return running().group();
  }

  ReplicaListener listener() {
    return running().listener();
  }

  /** The term in which it leads, 0 while it does not. */
  long leaderTerm() {
    Run current = run;
    return current == null ? 0 : current.listener().leaderTerm();
  }

  void start(ConsensusGroups groups, int number, List<GroupMember> initialMembers) {
    if (run != null) {
      throw new IllegalStateException("Expected node " + nodeId + " to be stopped");
    }
    ReplicaListener listener = new ReplicaListener(disk);
    ConsensusGroup group = groups.open(number, disk.applied(), initialMembers);
    run = new Run(groups, group, listener);
    group.start(disk.applied().index(), listener);
  }

  /** Stops in order; the store keeps everything. */
  void stop() {
    end();
    disk.sync();
  }

  /** Stops; the store loses what was not synced. */
  void crash() {
    end();
    disk.loseUnsynced();
  }

  CompletableFuture<ProposalResult> propose(long term, String text) {
    return propose(term, text.getBytes(StandardCharsets.UTF_8));
  }

  CompletableFuture<ProposalResult> propose(long term, byte[] entry) {
    return group().propose(term, entry).toCompletableFuture();
  }

  /** What none of its runs must have seen. */
  List<String> violations() {
    List<String> all = new ArrayList<>();
    earlier.forEach(listener -> all.addAll(listener.violations()));
    Run current = run;
    if (current != null) {
      all.addAll(current.listener().violations());
    }
    return all;
  }

  private void end() {
    Run ended = running();
    ended.group().stop("the test stops node " + nodeId);
    ended.listener().expectSilence();
    ended.groups().close();
    earlier.add(ended.listener());
    run = null;
  }

  private Run running() {
    Run current = run;
    if (current == null) {
      throw new IllegalStateException("Expected node " + nodeId + " to run");
    }
    return current;
  }
}
