package dev.vez.adapters.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.ProposalResult;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.retry.RetryPolicies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node alone, and what it does when something is wrong. */
class RatisFailureTest {

  private static final int GROUP = 3;

  @TempDir private Path folder;
  private final List<ConsensusGroup> opened = new ArrayList<>();
  private final CallbackListener listener = new CallbackListener();
  private RatisNodes nodes = new RatisNodes(Path.of("unset"));
  private RatisConsensusGroups groups;

  @BeforeEach
  void openNode() {
    nodes = new RatisNodes(folder);
    groups = nodes.open(1);
  }

  @AfterEach
  void closeNode() {
    opened.forEach(group -> group.stop("end of the test"));
    groups.close();
  }

  @Test
  void shouldPushBackWhileTheListenerBlocks() {
    ConsensusGroup group = startAndLead(GROUP, listener);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    listener.onEntry =
        text -> {
          entered.countDown();
          awaitLatch(mayGoOn);
        };

    CompletableFuture<ProposalResult> first = propose(group, "first");
    CompletableFuture<ProposalResult> second = propose(group, "second");
    awaitLatch(entered);

    assertThat(listener.entries).isEmpty();
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    mayGoOn.countDown();
    RatisNodes.await(() -> listener.entries.equals(List.of("first", "second")));
    assertThat(first.join()).isInstanceOf(ProposalResult.Committed.class);
  }

  @Test
  void shouldStopTheMemberWhoseListenerThrows() {
    ConsensusGroup group = startAndLead(GROUP, listener);
    IllegalStateException broken = new IllegalStateException("told to fail");
    listener.onEntry =
        text -> {
          throw broken;
        };

    CompletableFuture<ProposalResult> answer = propose(group, "entry");

    RatisNodes.await(() -> listener.failure != null);
    assertThat(listener.failure).isSameAs(broken);
    RatisNodes.await(answer::isDone);
    assertThat(answer.join()).isInstanceOf(ProposalResult.Unknown.class);
    assertThat(listener.entries).isEmpty();
  }

  @Test
  void shouldGoOnWithoutASnapshotThatCannotBeTaken() {
    ConsensusGroup group = startAndLead(GROUP, listener);
    var _ = propose(group, "before");
    RatisNodes.await(() -> listener.entries.size() == 1);

    CompletableFuture<ChangeResult> snapshot = group.takeSnapshot().toCompletableFuture();

    RatisNodes.await(snapshot::isDone);
    assertThat(snapshot.join()).isInstanceOf(ChangeResult.Failed.class);
    assertThat(group.view().snapshotIndex()).isZero();
    var _ = propose(group, "after");
    RatisNodes.await(() -> listener.entries.equals(List.of("before", "after")));
    assertThat(listener.failure).isNull();
  }

  @Test
  void shouldKeepGroupsApart() {
    CallbackListener other = new CallbackListener();
    ConsensusGroup first = startAndLead(0, listener);
    ConsensusGroup second = startAndLead(1, other);

    var _ = propose(first, "of 0");
    var _ = second.propose(other.leaderTerm.get(), "of 1".getBytes(StandardCharsets.UTF_8));

    RatisNodes.await(() -> listener.entries.equals(List.of("of 0")));
    RatisNodes.await(() -> other.entries.equals(List.of("of 1")));
    assertThatThrownBy(() -> groups.open(0, AppliedPosition.NONE, List.of()))
        .hasMessageContaining("group 0");
  }

  @Test
  void shouldWaitToBeAddedWhereItHasNoMembers() {
    ConsensusGroup group = groups.open(GROUP, AppliedPosition.NONE, List.of());
    opened.add(group);
    group.start(0, listener);

    ProposalResult answer = group.propose(1, new byte[1]).toCompletableFuture().join();

    assertThat(answer).isInstanceOf(ProposalResult.NotLeader.class);
    assertThat(group.view().members()).isEmpty();
    assertThat(listener.leaderTerm).hasValue(0);
  }

  @Test
  void shouldTellThatNobodyLeadsAnyMore() {
    List<GroupMember> voters =
        List.of(
            new GroupMember(1, nodes.address(1), GroupMember.Role.VOTER),
            new GroupMember(2, nodes.address(2), GroupMember.Role.VOTER));
    ConsensusGroup first = groups.open(GROUP, AppliedPosition.NONE, voters);
    opened.add(first);
    first.start(0, listener);
    try (RatisConsensusGroups others = nodes.open(2)) {
      ConsensusGroup second = others.open(GROUP, AppliedPosition.NONE, voters);
      second.start(0, new CallbackListener());
      RatisNodes.await(() -> listener.leaderNodeId.get() > 0);
      second.stop("the test says so");
    }

    RatisNodes.await(() -> listener.leaderNodeId.get() == 0);
    RatisNodes.await(() -> listener.leaderTerm.get() == 0);
  }

  @Test
  void shouldTakeNoEntriesFromClientsOfTheLibrary() throws Exception {
    startAndLead(GROUP, listener);
    RaftPeer peer = Members.peer(new GroupMember(1, nodes.address(1), GroupMember.Role.VOTER));
    RaftGroup group =
        RaftGroup.valueOf(RatisConsensusGroups.groupId(nodes.settings(1).clusterId(), GROUP), peer);
    RaftProperties properties = new RaftProperties();

    try (RaftClient client =
        RaftClient.newBuilder()
            .setRaftGroup(group)
            .setProperties(properties)
            .setRetryPolicy(RetryPolicies.noRetry())
            .setClientRpc(
                new GrpcFactory(new Parameters()).newRaftClientRpc(ClientId.randomId(), properties))
            .build()) {
      assertThatThrownBy(() -> client.io().send(Message.valueOf("from outside")))
          .hasStackTraceContaining("members of the cluster only");
    }

    assertThat(listener.entries).isEmpty();
  }

  @Test
  void shouldSayWhereItCannotListen() {
    assertThatThrownBy(() -> nodes.open(1)) // Its port is taken.
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(nodes.address(1));
  }

  @Test
  void shouldLeaveNoThreadThatKeepsTheProcess() {
    ConsensusGroup group = startAndLead(GROUP, listener);
    var _ = propose(group, "entry");
    RatisNodes.await(() -> listener.entries.size() == 1);

    group.stop("the test says so");
    groups.close();

    String own = Thread.currentThread().getName();
    RatisNodes.await(
        () -> {
          Set<String> left =
              Thread.getAllStackTraces().keySet().stream()
                  .filter(it -> it.isAlive() && !it.isDaemon())
                  .map(Thread::getName)
                  .filter(name -> !name.equals(own) && name.matches("(1-|1@|ratis|grpc).*"))
                  .collect(Collectors.toSet());
          return left.isEmpty();
        });
  }

  private ConsensusGroup startAndLead(int number, CallbackListener to) {
    ConsensusGroup group =
        groups.open(
            number,
            AppliedPosition.NONE,
            List.of(new GroupMember(1, nodes.address(1), GroupMember.Role.VOTER)));
    opened.add(group);
    group.start(0, to);
    RatisNodes.await(() -> to.leaderTerm.get() > 0);
    return group;
  }

  private CompletableFuture<ProposalResult> propose(ConsensusGroup group, String text) {
    return group
        .propose(listener.leaderTerm.get(), text.getBytes(StandardCharsets.UTF_8))
        .toCompletableFuture();
  }

  private static void awaitLatch(CountDownLatch latch) {
    RatisNodes.await(() -> latch.getCount() == 0);
  }
}
