package dev.vez.ports.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.replication.ProposalResult.Committed;
import dev.vez.ports.replication.RecordingListener.Heard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** The nodes of one group in a test, and what they have answered. */
final class ReplicaCluster {

  private static final int GROUP = 1;

  private final LongFunction<ConsensusGroups> opener;
  private final LongFunction<String> addresses;
  private final Consumer<BooleanSupplier> await;
  private final Consumer<List<Runnable>> all;
  private final SortedMap<Long, Replica> replicas = new TreeMap<>();
  private final SortedMap<Long, Heard> answered = new TreeMap<>();
  private int lastText;

  /**
   * A cluster without nodes.
   *
   * @param opener opens the consensus of a node, on what its earlier runs left behind
   * @param await lets the implementation work until a condition holds
   * @param all runs tasks that do not depend on each other, and returns when all have run
   */
  ReplicaCluster(
      LongFunction<ConsensusGroups> opener,
      LongFunction<String> addresses,
      Consumer<BooleanSupplier> await,
      Consumer<List<Runnable>> all) {
    this.opener = opener;
    this.addresses = addresses;
    this.await = await;
    this.all = all;
  }

  /** Starts nodes 1 to {@code count}, who form the group. */
  void startVoters(int count) {
    for (long nodeId = 1; nodeId <= count; nodeId++) {
      replicas.put(nodeId, new Replica(nodeId));
    }
    runAll(replicas.values().stream().<Runnable>map(it -> () -> start(it)).toList());
  }

  /** Starts a node that waits until it is added. */
  Replica startStranger(long nodeId) {
    Replica replica = new Replica(nodeId);
    replicas.put(nodeId, replica);
    start(replica, List.of());
    return replica;
  }

  void start(Replica replica) {
    start(replica, replicas.keySet().stream().map(this::voter).toList());
  }

  void start(Replica replica, List<GroupMember> initialMembers) {
    replica.start(opener.apply(replica.nodeId()), GROUP, initialMembers);
  }

  GroupMember voter(long nodeId) {
    return new GroupMember(nodeId, addresses.apply(nodeId), GroupMember.Role.VOTER);
  }

  GroupMember learner(long nodeId) {
    return new GroupMember(nodeId, addresses.apply(nodeId), GroupMember.Role.LEARNER);
  }

  Collection<Replica> replicas() {
    return replicas.values();
  }

  List<Replica> running() {
    return replicas.values().stream().filter(Replica::isRunning).toList();
  }

  /** Stops all that run. */
  void close() {
    runAll(running().stream().<Runnable>map(it -> it::stop).toList());
  }

  void await(BooleanSupplier condition) {
    try {
      await.accept(condition);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; nodes:" + describe(), e);
    }
  }

  <T> T await(CompletableFuture<T> future) {
    await(future::isDone);
    return future.join();
  }

  /** Waits until one of the running nodes leads; the one of the greatest term where several do. */
  Replica awaitLeader() {
    await(() -> running().stream().anyMatch(it -> it.leaderTerm() > 0));
    return running().stream()
        .max((a, b) -> Long.compare(a.leaderTerm(), b.leaderTerm()))
        .orElseThrow();
  }

  /** Waits until {@code replica} leads, alone. */
  void awaitLeader(Replica replica) {
    await(
        () ->
            running().stream().filter(it -> it.leaderTerm() > 0).toList().equals(List.of(replica)));
  }

  List<Replica> followers() {
    Replica leader = awaitLeader();
    return running().stream().filter(it -> it != leader).toList();
  }

  /** Has entries answered, each in its place, whoever leads. */
  void write(int count) {
    write(count, 0);
  }

  /**
   * Has entries answered, each in its place, whoever leads. Where it is not known whether one is
   * committed, another one takes its place.
   *
   * @param bytes of each entry, at least; 0 for a short text
   */
  void write(int count, int bytes) {
    int missing = count;
    while (missing > 0) {
      Replica leader = awaitLeader();
      long term = leader.leaderTerm();
      if (term > 0) {
        missing -= propose(leader, term, missing, bytes);
      }
    }
  }

  private int propose(Replica leader, long term, int count, int bytes) {
    List<String> texts = new ArrayList<>();
    List<CompletableFuture<ProposalResult>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] entry = nextText(bytes);
      texts.add(ReplicaListener.textOf(entry));
      answers.add(leader.propose(term, entry));
    }
    int committed = 0;
    for (int i = 0; i < count; i++) {
      if (await(answers.get(i)) instanceof Committed(long index, long stamped) && stamped == term) {
        noteAnswered(new Heard(index, stamped, texts.get(i)));
        committed++;
      }
    }
    return committed;
  }

  void noteAnswered(Heard entry) {
    assertThat(answered.put(entry.index(), entry)).isNull();
  }

  /** A text that was not proposed before, padded to a size. */
  byte[] nextText(int bytes) {
    lastText++;
    byte[] text = ("entry " + lastText).getBytes(StandardCharsets.UTF_8);
    return text.length >= bytes ? text : Arrays.copyOf(text, bytes);
  }

  /**
   * Waits until all running nodes have what was answered, and demands that they hold the same, and
   * that nothing answered is missing.
   */
  void assertAgreed() {
    assertAgreed(running());
  }

  void assertAgreed(List<Replica> members) {
    if (!answered.isEmpty()) {
      await(
          () -> members.stream().allMatch(it -> it.disk().applied().index() >= answered.lastKey()));
    }
    for (Replica member : members) {
      assertThat(member.disk().entries()).containsAll(answered.values());
    }
    List<List<Heard>> held = new ArrayList<>();
    members.forEach(it -> held.add(it.disk().entries()));
    int common = held.stream().mapToInt(List::size).min().orElse(0);
    assertThat(held.stream().map(entries -> entries.subList(0, common)).distinct()).hasSize(1);
  }

  /** All that was answered is on this node. */
  boolean isUpToDate(Replica replica) {
    return answered.isEmpty() || replica.disk().applied().index() >= answered.lastKey();
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    for (Replica each : running()) {
      text.append("\n  ").append(each.nodeId()).append(" leads in ").append(each.leaderTerm());
      text.append(", has ").append(each.disk().applied()).append(", ").append(each.group().view());
      text.append(", violations ").append(each.violations());
    }
    return text.append("\n  answered up to ").append(lastAnswered()).toString();
  }

  private void runAll(List<Runnable> tasks) {
    all.accept(tasks);
  }

  /** Log index of the last entry answered, 0 for none. */
  long lastAnswered() {
    return answered.isEmpty() ? 0 : answered.lastKey();
  }
}
