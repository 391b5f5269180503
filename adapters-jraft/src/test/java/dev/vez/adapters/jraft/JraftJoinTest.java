package dev.vez.adapters.jraft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.GroupMember.Role;
import dev.vez.ports.replication.MembershipChange;
import dev.vez.ports.replication.MembershipChange.AddLearner;
import dev.vez.ports.replication.MembershipChange.AddVoter;
import dev.vez.ports.replication.MembershipChange.Remove;
import dev.vez.ports.replication.ProposalResult.Committed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that joins a group of one. */
@Tag("cluster")
class JraftJoinTest {

  private static final int GROUP = 3;

  @TempDir private Path folder;
  private final TestListener listener1 = new TestListener();
  private final TestListener listener2 = new TestListener();
  private TestNodes nodes;
  private JraftConsensusGroups groups1;
  private JraftConsensusGroups groups2;
  private ConsensusGroup founder;
  private ConsensusGroup joining;

  @BeforeEach
  void start() {
    nodes = new TestNodes(folder);
    groups1 = new JraftConsensusGroups(nodes.settings(1));
    groups2 = new JraftConsensusGroups(nodes.settings(2));
    founder = groups1.open(GROUP, AppliedPosition.NONE, List.of(nodes.voter(1)));
    joining = groups2.open(GROUP, AppliedPosition.NONE, List.of());
    founder.start(0, listener1);
    joining.start(0, listener2);
    TestNodes.await(() -> listener1.leaderTerm() > 0);
  }

  @AfterEach
  void stop() {
    joining.stop("end of the test");
    founder.stop("end of the test");
    groups2.close();
    groups1.close();
  }

  @Test
  void shouldVoteAndLeadOnceItIsAVoter() {
    Path marker = nodes.folder(2).resolve("group-" + GROUP).resolve("joining");
    assertThat(marker).exists();

    change(new AddVoter(nodes.voter(2)));
    assertThat(Files.exists(marker)).isFalse();

    assertThat(founder.transferLeadership(2).toCompletableFuture().join())
        .isEqualTo(new ChangeResult.Done());
    TestNodes.await(() -> listener2.leaderTerm() > 0);
    long secondTerm = listener2.leaderTerm();
    assertThat(joining.transferLeadership(1).toCompletableFuture().join())
        .isEqualTo(new ChangeResult.Done());
    TestNodes.await(() -> listener1.leaderTerm() > secondTerm);
    TestNodes.await(() -> listener2.lostTerm() == secondTerm);
  }

  @Test
  void shouldCountTheNewVoterAlsoWhereItWasALearner() {
    change(new AddLearner(new GroupMember(2, nodes.address(2), Role.LEARNER)));
    change(new AddVoter(nodes.voter(2)));

    // Of two voters both must have it.
    assertThat(
            founder
                .propose(listener1.leaderTerm(), "of two".getBytes(UTF_8))
                .toCompletableFuture()
                .join())
        .isInstanceOf(Committed.class);
    assertThat(founder.view().members()).containsExactly(nodes.voter(1), nodes.voter(2));
  }

  /**
   * JRaft counts a new voter's answers to entries only, so that an idle group would wait for ever.
   */
  @Test
  void shouldKeepSendingToAVoterThatIsWaitedForWithoutTellingTheListener() {
    joining.stop("so that it cannot catch up");
    long before = founder.view().committedIndex();

    var added = founder.changeMembers(new AddVoter(nodes.voter(2))).toCompletableFuture();

    assertThat(added.join()).isInstanceOf(ChangeResult.Failed.class);
    assertThat(founder.view().committedIndex()).isGreaterThan(before);
    assertThat(listener1.texts()).isEmpty();
  }

  @Test
  void shouldRefuseAnEntryWithoutContent() {
    assertThatThrownBy(() -> founder.propose(listener1.leaderTerm(), new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to");
  }

  @Test
  void shouldNotBeMovedToAnotherAddress() {
    change(new AddVoter(nodes.voter(2)));

    ChangeResult moved =
        founder
            .changeMembers(new AddVoter(new GroupMember(2, "127.0.0.1:9", Role.VOTER)))
            .toCompletableFuture()
            .join();

    assertThat(moved)
        .isInstanceOfSatisfying(
            ChangeResult.Failed.class,
            failed -> assertThat(failed.why()).contains("removed first"));
    assertThat(founder.view().members()).containsExactly(nodes.voter(1), nodes.voter(2));
  }

  @Test
  void shouldNotRemoveTheLastVoter() {
    ChangeResult removed = founder.changeMembers(new Remove(1)).toCompletableFuture().join();

    assertThat(removed).isInstanceOf(ChangeResult.Failed.class);
    assertThat(founder.view().members()).containsExactly(nodes.voter(1));
  }

  private void change(MembershipChange change) {
    assertThat(founder.changeMembers(change).toCompletableFuture().join())
        .isEqualTo(new ChangeResult.Done());
  }
}
