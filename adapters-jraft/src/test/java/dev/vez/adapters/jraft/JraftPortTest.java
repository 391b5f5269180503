package dev.vez.adapters.jraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.CliRequests.RemovePeerRequest;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.GroupMember;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node answers to those who reach its port. */
class JraftPortTest {

  private static final int GROUP = 1;
  private static final int TIMEOUT_MS = 20_000;

  @TempDir private Path folder;
  private TestNodes nodes;
  private JraftConsensusGroups groups;
  private RpcClient client;
  private final TestListener listener = new TestListener();

  @BeforeEach
  void listen() {
    nodes = new TestNodes(folder);
    groups = new JraftConsensusGroups(nodes.settings(1));
    client = RpcFactoryHelper.rpcFactory().createRpcClient();
    client.init(new RpcOptions());
  }

  @AfterEach
  void close() {
    client.shutdown();
    groups.close();
  }

  @Test
  void shouldVoteOnlyOnceItHasBeenAMember() throws Exception {
    ConsensusGroup stranger = start(List.of());

    assertThat(voteFor(2)).isFalse();
    stranger.stop("for the test");
    stranger = start(List.of());
    assertThat(voteFor(2)).isFalse();

    stranger.stop("end of the test");
  }

  @Test
  void shouldVoteOnceInATerm() throws Exception {
    // Of two, so that it does not elect itself.
    ConsensusGroup founder = start(List.of(nodes.voter(1), nodes.voter(2), nodes.voter(3)));

    assertThat(voteFor(2)).isTrue();
    assertThat(voteFor(3)).isFalse();
    founder.stop("for the test");
    founder = start(List.of(nodes.voter(1), nodes.voter(2), nodes.voter(3)));
    assertThat(voteFor(3)).isFalse();
    assertThat(voteFor(2)).isTrue();

    founder.stop("end of the test");
  }

  @Test
  void shouldServeNoAdministration() {
    ConsensusGroup group = start(List.of(nodes.voter(1)));
    TestNodes.await(() -> listener.leaderTerm() > 0);
    RemovePeerRequest remove =
        RemovePeerRequest.newBuilder()
            .setGroupId(nodes.settings(1).groupId(GROUP))
            .setLeaderId(peer(1))
            .setPeerId(peer(1))
            .build();

    assertThatThrownBy(() -> send(remove)).hasMessageContaining("Server exception");

    assertThat(group.view().members()).containsExactly(nodes.voter(1));
    group.stop("end of the test");
  }

  @Test
  void shouldReadNoObjects() {
    assertThatThrownBy(() -> send(new ArrayList<>(List.of("object"))))
        .hasMessageContaining("Server exception");
    assertThatThrownBy(() -> new HessianProbe().read()).hasMessageContaining("Hessian object");
  }

  private ConsensusGroup start(List<GroupMember> members) {
    ConsensusGroup group = groups.open(GROUP, AppliedPosition.NONE, members);
    group.start(0, listener);
    TestNodes.await(() -> answersVotes());
    return group;
  }

  private boolean answersVotes() {
    try {
      return send(vote(2, 1, true)) instanceof RequestVoteResponse;
    } catch (Exception e) {
      return false;
    }
  }

  private boolean voteFor(long candidate) throws Exception {
    return send(vote(candidate, 1_000, false)) instanceof RequestVoteResponse answer
        && answer.getGranted();
  }

  private RequestVoteRequest vote(long candidate, long term, boolean preVote) {
    return RequestVoteRequest.newBuilder()
        .setGroupId(nodes.settings(1).groupId(GROUP))
        .setServerId(peer(candidate))
        .setPeerId(peer(1))
        .setTerm(term)
        .setLastLogIndex(100)
        .setLastLogTerm(10)
        .setPreVote(preVote)
        .build();
  }

  private String peer(long nodeId) {
    return nodes.address(nodeId) + ":" + nodeId;
  }

  private Object send(Object request) throws Exception {
    return client.invokeSync(Address.parse(nodes.address(1)).endpoint(), request, null, TIMEOUT_MS);
  }
}
