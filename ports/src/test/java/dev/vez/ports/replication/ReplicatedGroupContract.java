package dev.vez.ports.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.ports.replication.ChangeResult.Done;
import dev.vez.ports.replication.ChangeResult.Failed;
import dev.vez.ports.replication.MembershipChange.AddLearner;
import dev.vez.ports.replication.MembershipChange.AddVoter;
import dev.vez.ports.replication.MembershipChange.Remove;
import dev.vez.ports.replication.ProposalResult.Committed;
import dev.vez.ports.replication.ProposalResult.NotLeader;
import dev.vez.ports.replication.ProposalResult.Unknown;
import dev.vez.ports.replication.RecordingListener.Heard;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ConsensusGroup} must do with other members. Nodes are stopped and started
 * again; none of the listeners blocks.
 */
public abstract class ReplicatedGroupContract {

  private static final int VOTERS = 3;

  /** Enough for a log of segments of at most 1 MiB to let go of the first ones. */
  private static final int PURGE_ENTRIES = 200;

  private static final int PURGE_ENTRY_BYTES = 32 * 1024;

  private ReplicaCluster cluster;

  /**
   * Opens the consensus of a node, on what its earlier runs in this test have left behind. A
   * proposal whose outcome is not decided within 5 s must be answered as unknown, a change of
   * members within 20 s; a snapshot must let the log be purged up to it, but for at most 1 MiB.
   */
  protected abstract ConsensusGroups open(long nodeId);

  /** Where a node is reached in this test, whether it runs or not. */
  protected abstract String address(long nodeId);

  /** Lets the implementation work until {@code condition} holds; fails where it never does. */
  protected abstract void await(BooleanSupplier condition);

  /** Runs tasks of different nodes, one after the other or at the same time. */
  protected void runAll(List<Runnable> tasks) {
    tasks.forEach(Runnable::run);
  }

  /** Bytes of the largest entry. */
  protected abstract int entryBytesMax();

  /** After how many entries a snapshot is taken without being asked for. */
  protected abstract int snapshotThreshold();

  @BeforeEach
  protected void startCluster() {
    cluster = new ReplicaCluster(this::open, this::address, this::await, this::runAll);
    cluster.startVoters(VOTERS);
    cluster.awaitLeader();
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
    assertThat(cluster.replicas()).allSatisfy(it -> assertThat(it.violations()).isEmpty());
  }

  @Test
  void shouldHandTheSameEntriesToAllMembers() {
    cluster.write(100);

    cluster.assertAgreed();
  }

  @Test
  void shouldTellAllMembersWhoLeads() {
    Replica leader = cluster.awaitLeader();

    cluster.await(
        () ->
            cluster.running().stream()
                .allMatch(
                    it ->
                        it.listener().leaderNodeId() == leader.nodeId()
                            && it.group().view().leaderNodeId() == leader.nodeId()
                            && it.group().view().term() == leader.leaderTerm()));
    assertThat(leader.group().view().members())
        .containsExactly(cluster.voter(1), cluster.voter(2), cluster.voter(3));
  }

  @Test
  void shouldRefuseProposalsAtAFollower() {
    long term = cluster.awaitLeader().leaderTerm();
    Replica follower = cluster.followers().getFirst();

    ProposalResult answer = cluster.await(follower.propose(term, "at a follower"));

    assertThat(answer).isInstanceOf(NotLeader.class);
    cluster.write(1);
    cluster.assertAgreed();
    assertThat(follower.disk().entries()).extracting(Heard::text).doesNotContain("at a follower");
  }

  @Test
  void shouldLoseNoAnsweredEntryWhenTheLeaderCrashes() {
    cluster.write(50);
    Replica first = cluster.awaitLeader();
    long firstTerm = first.leaderTerm();

    first.crash();
    Replica second = cluster.awaitLeader();
    cluster.write(50);

    assertThat(second.leaderTerm()).isGreaterThan(firstTerm);
    cluster.assertAgreed();
    cluster.start(first);
    cluster.assertAgreed();
  }

  @Test
  void shouldLoseNoAnsweredEntryWhenTheLeaderCrashesAmongProposals() {
    Replica first = cluster.awaitLeader();
    long term = first.leaderTerm();
    List<String> texts = IntStream.range(0, 200).mapToObj(i -> "in flight " + i).toList();
    List<CompletableFuture<ProposalResult>> answers =
        texts.stream().map(text -> first.propose(term, text)).toList();
    cluster.await(answers.getFirst());

    first.crash();
    cluster.await(() -> answers.stream().allMatch(CompletableFuture::isDone));
    for (int i = 0; i < texts.size(); i++) {
      if (answers.get(i).join() instanceof Committed(long index, long stamped)) {
        cluster.noteAnswered(new Heard(index, stamped, texts.get(i)));
      }
    }

    cluster.write(1);
    cluster.start(first);
    cluster.assertAgreed();
    assertThat(first.disk().entries()).doesNotHaveDuplicates();
    assertThat(first.disk().entries()).extracting(Heard::text).doesNotHaveDuplicates();
  }

  @Test
  void shouldRefuseAnEntryThatIsEmptyOrTooLargeAndGoOn() {
    Replica leader = cluster.awaitLeader();
    long term = leader.leaderTerm();

    assertThatThrownBy(() -> leader.propose(term, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected an entry of 1 to ");
    assertThatThrownBy(() -> leader.propose(term, new byte[entryBytesMax() + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected an entry of 1 to " + entryBytesMax());

    cluster.write(3);
    cluster.assertAgreed();
  }

  @Test
  void shouldGiveAStaleTermNoEffect() {
    Replica first = cluster.awaitLeader();
    long firstTerm = first.leaderTerm();
    first.crash();
    Replica second = cluster.awaitLeader();

    ProposalResult answer = cluster.await(second.propose(firstTerm, "of a stale term"));

    switch (answer) {
      case Committed committed -> assertThat(committed.term()).isGreaterThan(firstTerm);
      case NotLeader _ -> {
        cluster.write(1);
        cluster.assertAgreed();
        assertThat(second.disk().entries())
            .extracting(Heard::text)
            .doesNotContain("of a stale term");
      }
      case Unknown unknown -> throw new AssertionError("Expected a clear answer, got " + unknown);
    }
  }

  @Test
  void shouldCommitNothingWithoutAMajority() {
    cluster.write(1);
    Replica leader = cluster.awaitLeader();
    long term = leader.leaderTerm();
    List<Replica> followers = cluster.followers();
    followers.forEach(Replica::crash);

    ProposalResult answer = cluster.await(leader.propose(term, "without a majority"));

    assertThat(answer).isNotInstanceOf(Committed.class);
    assertThat(leader.disk().entries())
        .extracting(Heard::text)
        .doesNotContain("without a majority");
    cluster.await(() -> leader.leaderTerm() == 0);
    followers.forEach(cluster::start);
    cluster.write(10);
    cluster.assertAgreed();
  }

  @Test
  void shouldBringARestartedMemberUpToDateFromTheLog() {
    cluster.write(10);
    Replica follower = cluster.followers().getFirst();
    follower.crash();
    cluster.write(50);

    cluster.start(follower);

    cluster.assertAgreed();
    assertThat(follower.listener().snapshotsInstalled()).isZero();
  }

  @Test
  void shouldKeepEveryAnsweredEntryWhenAllMembersCrash() {
    cluster.write(50);
    long term = cluster.awaitLeader().leaderTerm();
    cluster.running().forEach(Replica::crash);

    cluster.replicas().forEach(cluster::start);
    Replica leader = cluster.awaitLeader();
    cluster.write(10);

    assertThat(leader.leaderTerm()).isGreaterThan(term);
    cluster.assertAgreed();
  }

  @Test
  void shouldHandOverOnlyWhatTheStoresLackWhenAllMembersRestart() {
    cluster.write(50);
    cluster.assertAgreed();
    long stored = cluster.awaitLeader().disk().applied().index();
    cluster.running().forEach(Replica::stop);

    cluster.replicas().forEach(cluster::start);
    cluster.write(10);

    cluster.assertAgreed();
    assertThat(cluster.lastAnswered()).isGreaterThan(stored);
  }

  @Test
  void shouldTakeASnapshotOnRequestWhileEntriesAreProposed() {
    cluster.write(20);
    Replica leader = cluster.awaitLeader();
    long before = leader.disk().applied().index();

    CompletableFuture<ChangeResult> snapshot = leader.group().takeSnapshot().toCompletableFuture();
    cluster.write(100);

    assertThat(cluster.await(snapshot)).isEqualTo(new Done());
    assertThat(leader.group().view().snapshotIndex()).isGreaterThanOrEqualTo(before);
    assertThat(leader.listener().snapshotsTaken()).isOne();
    cluster.assertAgreed();
  }

  @Test
  void shouldTakeASnapshotAtTheThreshold() {
    cluster.write(2 * snapshotThreshold());

    cluster.await(
        () -> cluster.running().stream().allMatch(it -> it.group().view().snapshotIndex() > 0));
    cluster.write(1);
    cluster.assertAgreed();
  }

  @Test
  void shouldLoadItsSnapshotOnlyWhereTheStoreIsBehind() {
    cluster.write(20);
    cluster.assertAgreed();
    for (Replica each : cluster.running()) {
      assertThat(cluster.await(each.group().takeSnapshot().toCompletableFuture()))
          .isEqualTo(new Done());
    }
    cluster.write(5);
    cluster.assertAgreed();
    Replica behind = cluster.followers().getFirst();
    Replica ahead = cluster.followers().getLast();
    ahead.stop();
    behind.crash();

    cluster.start(ahead);
    cluster.start(behind);
    cluster.write(5);

    cluster.assertAgreed();
    assertThat(ahead.listener().snapshotsInstalled()).isZero();
    assertThat(behind.listener().snapshotsInstalled()).isOne();
  }

  @Test
  void shouldBringALaggingMemberUpToDateByASnapshot() {
    cluster.write(5);
    Replica lagging = cluster.followers().getFirst();
    lagging.stop();
    purgeLogs();

    cluster.start(lagging);
    cluster.write(20);

    cluster.assertAgreed();
    assertThat(lagging.listener().snapshotsInstalled()).isPositive();
    lagging.crash();
    cluster.write(5);
    cluster.start(lagging);
    cluster.assertAgreed();
  }

  @Test
  void shouldLetNewMembersLearnAndThenVote() {
    cluster.write(20);
    Replica fourth = cluster.startStranger(4);
    Replica leader = cluster.awaitLeader();

    assertThat(change(leader, new AddLearner(cluster.learner(4)))).isEqualTo(new Done());
    cluster.write(20);
    cluster.assertAgreed();
    assertThat(leader.group().view().members()).contains(cluster.learner(4)).hasSize(4);
    assertThat(fourth.leaderTerm()).isZero();

    assertThat(change(leader, new AddVoter(cluster.voter(4)))).isEqualTo(new Done());
    assertThat(leader.group().view().members()).contains(cluster.voter(4)).hasSize(4);
    // Four voters need three: without the fourth, nothing would be committed.
    cluster.followers().stream().filter(it -> it != fourth).findFirst().orElseThrow().crash();
    cluster.write(20);
    cluster.assertAgreed();
  }

  @Test
  void shouldNotCountALearner() {
    Replica learner = cluster.startStranger(4);
    Replica leader = cluster.awaitLeader();
    assertThat(change(leader, new AddLearner(cluster.learner(4)))).isEqualTo(new Done());
    cluster.write(5);
    cluster.assertAgreed();
    long term = leader.leaderTerm();
    cluster.followers().stream().filter(it -> it != learner).forEach(Replica::crash);

    ProposalResult answer = cluster.await(leader.propose(term, "with a learner only"));

    assertThat(answer).isNotInstanceOf(Committed.class);
    assertThat(learner.disk().entries())
        .extracting(Heard::text)
        .doesNotContain("with a learner only");
  }

  @Test
  void shouldAddAVoterByASnapshotWhereTheLogIsPurged() {
    purgeLogs();
    Replica fourth = cluster.startStranger(4);

    assertThat(change(cluster.awaitLeader(), new AddVoter(cluster.voter(4)))).isEqualTo(new Done());

    assertThat(fourth.listener().snapshotsInstalled()).isPositive();
    cluster.write(5);
    cluster.assertAgreed();
  }

  @Test
  void shouldDoNothingWhereAChangeHoldsAlready() {
    Replica leader = cluster.awaitLeader();

    assertThat(change(leader, new AddVoter(cluster.voter(2)))).isEqualTo(new Done());
    assertThat(change(leader, new Remove(9))).isEqualTo(new Done());

    assertThat(leader.group().view().members()).hasSize(3);
  }

  @Test
  void shouldRefuseChangesAtAFollower() {
    Replica follower = cluster.followers().getFirst();

    assertThat(change(follower, new Remove(1))).isEqualTo(new ChangeResult.NotLeader());
    assertThat(
            cluster.await(
                follower.group().transferLeadership(follower.nodeId()).toCompletableFuture()))
        .isEqualTo(new ChangeResult.NotLeader());
  }

  @Test
  void shouldFailToAddAVoterThatCannotBeReached() {
    Replica leader = cluster.awaitLeader();
    CompletableFuture<ChangeResult> first =
        leader.group().changeMembers(new AddVoter(cluster.voter(5))).toCompletableFuture();

    ChangeResult second = change(leader, new AddVoter(cluster.voter(6)));

    assertThat(second).isInstanceOf(Failed.class);
    assertThat(cluster.await(first)).isInstanceOf(Failed.class);
    cluster.write(5);
    cluster.assertAgreed();
    Replica current = cluster.awaitLeader();
    assertThat(current.group().view().members()).hasSize(3);
  }

  @Test
  void shouldRemoveAFollowerAndTakeItBackLater() {
    cluster.write(10);
    Replica leader = cluster.awaitLeader();
    Replica removed = cluster.followers().getFirst();

    assertThat(change(leader, new Remove(removed.nodeId()))).isEqualTo(new Done());
    assertThat(leader.group().view().members())
        .extracting(GroupMember::nodeId)
        .doesNotContain(removed.nodeId())
        .hasSize(2);
    cluster.write(20);
    cluster.assertAgreed(cluster.running().stream().filter(it -> it != removed).toList());

    assertThat(change(cluster.awaitLeader(), new AddVoter(cluster.voter(removed.nodeId()))))
        .isEqualTo(new Done());
    cluster.write(20);
    cluster.assertAgreed();
  }

  @Test
  void shouldTakeBackAMemberThatWasRemovedWhileItWasDown() {
    cluster.write(10);
    Replica removed = cluster.followers().getFirst();
    removed.stop();
    assertThat(change(cluster.awaitLeader(), new Remove(removed.nodeId()))).isEqualTo(new Done());
    cluster.write(10);
    cluster.start(removed);
    cluster.write(10);

    assertThat(change(cluster.awaitLeader(), new AddVoter(cluster.voter(removed.nodeId()))))
        .isEqualTo(new Done());
    cluster.write(10);
    cluster.assertAgreed();
  }

  @Test
  void shouldRemoveTheLeader() {
    cluster.write(10);
    Replica removed = cluster.awaitLeader();
    long term = removed.leaderTerm();

    assertThat(change(removed, new Remove(removed.nodeId()))).isEqualTo(new Done());

    cluster.await(() -> removed.leaderTerm() == 0);
    Replica next = cluster.awaitLeader();
    assertThat(next.leaderTerm()).isGreaterThan(term);
    cluster.write(10);
    cluster.assertAgreed(cluster.running().stream().filter(it -> it != removed).toList());
    assertThat(change(next, new AddVoter(cluster.voter(removed.nodeId())))).isEqualTo(new Done());
    cluster.write(10);
    cluster.assertAgreed();
  }

  @Test
  void shouldHandLeadershipToTheNodeThatIsNamed() {
    cluster.write(10);
    Replica first = cluster.awaitLeader();
    long term = first.leaderTerm();
    Replica second = cluster.followers().getLast();

    ChangeResult result =
        cluster.await(first.group().transferLeadership(second.nodeId()).toCompletableFuture());

    assertThat(result).isEqualTo(new Done());
    cluster.awaitLeader(second);
    assertThat(second.leaderTerm()).isGreaterThan(term);
    assertThat(first.leaderTerm()).isZero();
    cluster.write(10);
    cluster.assertAgreed();
  }

  @Test
  void shouldKeepLeadershipWhereItCannotBeHandedOver() {
    Replica leader = cluster.awaitLeader();

    ChangeResult result = cluster.await(leader.group().transferLeadership(9).toCompletableFuture());

    assertThat(result).isInstanceOf(Failed.class);
    cluster.write(1);
    cluster.assertAgreed();
  }

  @Test
  void shouldCarryTheLargestEntry() {
    cluster.write(2, entryBytesMax());
    cluster.write(1);

    cluster.assertAgreed();
    Replica follower = cluster.followers().getFirst();
    follower.crash();
    cluster.start(follower);
    cluster.assertAgreed();
  }

  private ChangeResult change(Replica at, MembershipChange change) {
    return cluster.await(at.group().changeMembers(change).toCompletableFuture());
  }

  /** Writes so much, and takes snapshots, that a member which has seen none of it needs one. */
  private void purgeLogs() {
    for (int i = 0; i < 2; i++) {
      cluster.write(PURGE_ENTRIES, PURGE_ENTRY_BYTES);
      cluster.assertAgreed();
      for (Replica each : cluster.running()) {
        assertThat(cluster.await(each.group().takeSnapshot().toCompletableFuture()))
            .isEqualTo(new Done());
      }
    }
  }
}
