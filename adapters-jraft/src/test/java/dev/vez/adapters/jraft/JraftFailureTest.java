package dev.vez.adapters.jraft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ProposalResult;
import dev.vez.ports.replication.ProposalResult.Committed;
import dev.vez.ports.replication.ProposalResult.NotLeader;
import dev.vez.ports.replication.ProposalResult.Unknown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the only member of a group does when something is wrong. */
class JraftFailureTest {

  private static final int GROUP = 1;

  @TempDir private Path folder;
  private TestNodes nodes;
  private JraftConsensusGroups groups;
  private TestListener listener;
  private ConsensusGroup group;

  @BeforeEach
  void open() {
    nodes = new TestNodes(folder);
    groups = new JraftConsensusGroups(nodes.settings(1).withEntryBytesMax(1024));
    listener = new TestListener();
    group = groups.open(GROUP, AppliedPosition.NONE, List.of(nodes.voter(1)));
  }

  @AfterEach
  void close() {
    group.stop("end of the test");
    groups.close();
  }

  @Test
  void shouldStopWhereTheListenerFailsOnAnEntry() {
    startAndLead();
    listener.onEntry(
        text -> {
          if (text.equals("bad")) {
            throw new IllegalStateException("cannot take it");
          }
        });

    List<CompletableFuture<ProposalResult>> answers =
        List.of(propose("good"), propose("bad"), propose("after"));

    TestNodes.await(() -> !listener.failures().isEmpty());
    TestNodes.await(() -> answers.stream().allMatch(CompletableFuture::isDone));
    assertThat(listener.failures())
        .singleElement()
        .satisfies(cause -> assertThat(cause).hasMessage("cannot take it"));
    assertThat(listener.texts()).containsExactly("good");
    assertThat(answers.get(0).join()).isInstanceOf(Committed.class);
    assertThat(answers.get(1).join()).isInstanceOf(Unknown.class);
    assertThat(answers.get(2).join()).isNotInstanceOf(Committed.class);
    TestNodes.await(() -> group.view().leaderNodeId() == 0);
    assertThat(propose("late").join()).isInstanceOf(NotLeader.class);
  }

  @Test
  void shouldStopWhereTheListenerFailsToLead() {
    listener.onLeader(
        () -> {
          throw new IllegalStateException("cannot lead");
        });

    group.start(0, listener);

    TestNodes.await(() -> !listener.failures().isEmpty());
    assertThat(listener.failures())
        .singleElement()
        .satisfies(cause -> assertThat(cause).hasMessage("cannot lead"));
    TestNodes.await(() -> group.view().leaderNodeId() == 0);
  }

  @Test
  void shouldHandOverNothingWhileTheListenerHoldsItUp() {
    startAndLead();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    listener.onEntry(
        text -> {
          reached.countDown();
          awaitQuietly(held);
        });

    CompletableFuture<ProposalResult> first = propose("first");
    CompletableFuture<ProposalResult> second = propose("second");
    awaitQuietly(reached);
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    held.countDown();

    TestNodes.await(() -> listener.texts().equals(List.of("first", "second")));
    assertThat(second.join()).isInstanceOf(Committed.class);
  }

  @Test
  void shouldStopFromWithinTheListener() {
    startAndLead();
    listener.onEntry(text -> group.stop("from within"));

    propose("last").join();
    group.stop("again");

    // Only once it has really stopped may it be opened again.
    TestNodes.await(this::isOpenAgain);
    assertThat(listener.failures()).isEmpty();
  }

  private boolean isOpenAgain() {
    try {
      group = groups.open(GROUP, AppliedPosition.NONE, List.of(nodes.voter(1)));
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Test
  void shouldGoOnAfterASnapshotThatCouldNotBeTaken() {
    startAndLead();
    propose("one").join();
    listener.failSnapshots();

    assertThat(takeSnapshot()).isInstanceOf(ChangeResult.Failed.class);

    assertThat(group.view().snapshotIndex()).isZero();
    assertThat(propose("two").join()).isInstanceOf(Committed.class);
    assertThat(listener.failures()).isEmpty();
  }

  @Test
  void shouldRefuseACheckpointThatLacksTheLastEntry() {
    startAndLead();
    propose("one").join();
    listener.shiftPositions(-1);

    assertThat(takeSnapshot())
        .isInstanceOfSatisfying(
            ChangeResult.Failed.class, failed -> assertThat(failed.why()).contains("checkpoint"));

    assertThat(group.view().snapshotIndex()).isZero();
    listener.shiftPositions(0);
    assertThat(takeSnapshot()).isEqualTo(new ChangeResult.Done());
    assertThat(group.view().snapshotIndex()).isPositive();
  }

  @Test
  void shouldRefuseEntriesThatAreTooLarge() {
    startAndLead();

    assertThatThrownBy(() -> group.propose(listener.leaderTerm(), new byte[1025]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024")
        .hasMessageContaining("1025");
  }

  @Test
  void shouldOpenAGroupOnce() {
    assertThatThrownBy(() -> groups.open(GROUP, AppliedPosition.NONE, List.of(nodes.voter(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("group 1");
  }

  @Test
  void shouldNotVoteAgainWhereItsVotesAreLost() throws IOException {
    startAndLead();
    group.stop("for the test");
    Files.delete(groupFolder().resolve("meta").resolve("raft_meta"));

    assertThatThrownBy(() -> groups.open(GROUP, AppliedPosition.NONE, List.of(nodes.voter(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("raft_meta is missing");
  }

  @Test
  void shouldFailWhereItsVotesAreDamaged() throws IOException {
    startAndLead();
    group.stop("for the test");
    Files.write(groupFolder().resolve("meta").resolve("raft_meta"), new byte[] {1, 2, 3});

    listener = new TestListener();
    group = groups.open(GROUP, AppliedPosition.NONE, List.of(nodes.voter(1)));
    group.start(0, listener);

    TestNodes.await(() -> !listener.failures().isEmpty());
    assertThat(listener.leaderTerm()).isZero();
  }

  @Test
  void shouldNotCountFromOneUnderAStoreThatHoldsMore() {
    assertThatThrownBy(() -> groups.open(2, new AppliedPosition(7, 1), List.of(nodes.voter(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("holds entry 7");
  }

  @Test
  void shouldFailWhereTheStoreIsOfAnotherGroup() {
    startAndLead();
    group.stop("for the test");

    listener = new TestListener();
    group = groups.open(GROUP, new AppliedPosition(1_000, 1), List.of(nodes.voter(1)));
    group.start(1_000, listener);
    TestNodes.await(() -> listener.leaderTerm() > 0);
    ProposalResult answer = propose("new").join();

    assertThat(answer).isInstanceOf(Unknown.class);
    TestNodes.await(() -> !listener.failures().isEmpty());
    assertThat(listener.failures().getFirst()).hasMessageContaining("not of the same group");
  }

  @Test
  void shouldSayThatItsPortIsTaken() {
    assertThatThrownBy(() -> new JraftConsensusGroups(nodes.settings(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(nodes.address(1));
  }

  @Test
  void shouldLeaveNoThreadThatHoldsTheProcess() {
    startAndLead();

    group.stop("for the test");
    groups.close();

    TestNodes.await(() -> holdingThreads().isEmpty());
  }

  private static Set<String> holdingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon() && thread.isAlive())
        .map(Thread::getName)
        .filter(name -> !name.equals("main") && !name.startsWith("surefire"))
        .filter(name -> !name.equals("DestroyJavaVM"))
        .collect(Collectors.toSet());
  }

  private void startAndLead() {
    group.start(0, listener);
    TestNodes.await(() -> listener.leaderTerm() > 0);
  }

  private CompletableFuture<ProposalResult> propose(String text) {
    return group.propose(listener.leaderTerm(), text.getBytes(UTF_8)).toCompletableFuture();
  }

  private ChangeResult takeSnapshot() {
    return group.takeSnapshot().toCompletableFuture().join();
  }

  private Path groupFolder() {
    return nodes.folder(1).resolve("group-" + GROUP);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
