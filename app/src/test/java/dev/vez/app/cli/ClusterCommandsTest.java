package dev.vez.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.Invocation;
import dev.vez.protos.vez.v1.ClusterGroup;
import dev.vez.protos.vez.v1.ClusterNode;
import dev.vez.protos.vez.v1.GetStatusResponse;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ClusterCommandsTest {

  private final CannedBroker broker = new CannedBroker();

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void shouldTellHowANodeIsStartedSoThatItJoins() {
    broker.clusterStatuses.add(clusterOf(1, 2));

    assertThat(vez("cluster", "add", "3", "--advertise", "n3:5556", "--learner"))
        .isEqualTo(
            printed(
                """
                # Node 3 of c-1: start it with an empty data folder and this. What else is set for the
                # other nodes under [cluster], as the secret and the consensus library, belongs here too.
                [cluster]
                enabled = true
                node_id = 3
                advertise_addr = "n3:5556"
                peers = ["n1:5555", "n2:5555"]
                learner = true
                """));
    assertThat(vez("cluster", "add", "3", "--advertise", "n3:5556", "--output", "json"))
        .isEqualTo(
            printed(
                "{\"cluster_id\":\"c-1\",\"node_id\":3,\"advertise_addr\":\"n3:5556\","
                    + "\"peers\":[\"n1:5555\",\"n2:5555\"],\"learner\":false,\"joined\":false}\n"));
  }

  @Test
  void shouldWaitUntilTheNodeHasJoined() {
    broker.clusterStatuses.add(clusterOf(1, 2));
    broker.clusterStatuses.add(clusterOf(1, 2));
    broker.clusterStatuses.add(clusterOf(1, 2, 3));

    Invocation added = vez("cluster", "add", "3", "--advertise", "n3:5556", "--wait", "30");

    assertThat(added.code()).isZero();
    assertThat(added.out()).endsWith("peers = [\"n1:5555\", \"n2:5555\"]\nNode 3 has joined\n");
  }

  @Test
  void shouldFailWhereTheNodeDoesNotJoinInTime() {
    broker.clusterStatuses.add(clusterOf(1, 2));
    // Entered by its own call, and not in the group yet.
    broker.clusterStatuses.add(
        clusterOf(1, 2, 3).toBuilder().setGroups(0, clusterOf(1, 2).getGroups(0)).build());

    Invocation added = vez("cluster", "add", "3", "--advertise", "n3:5556", "--wait", "1");

    assertThat(added.code()).isEqualTo(1);
    assertThat(added.err()).isEqualTo("Error: node 3 has not joined within 1 s\n");
  }

  @Test
  void shouldRefuseANumberOrAnAddressThatAMemberHas() {
    broker.clusterStatuses.add(clusterOf(1, 2));

    assertThat(vez("cluster", "add", "2", "--advertise", "n9:5556"))
        .isEqualTo(
            new Invocation(
                1,
                "",
                "Error: node 2 is a member already, at n2:5556; if its data is lost, remove it"
                    + " first: vez cluster remove 2\n"));
    assertThat(vez("cluster", "add", "3", "--advertise", "n2:5556"))
        .isEqualTo(
            new Invocation(
                1, "", "Error: n2:5556 is the address of node 2, which is a member already\n"));
  }

  @Test
  void shouldRefuseWhatNoNodeCanBe() {
    assertThat(vez("cluster", "add", "0", "--advertise", "n3:5556").code()).isEqualTo(2);
    assertThat(vez("cluster", "add", "3", "--advertise", "n3").code()).isEqualTo(2);
    assertThat(vez("cluster", "add", "3", "--advertise", "n3:5556", "--wait", "-1").code())
        .isEqualTo(2);
    assertThat(vez("cluster", "add", "3").code()).isEqualTo(2);
    assertThat(broker.requests).isEmpty();
  }

  private static GetStatusResponse clusterOf(long... nodes) {
    GetStatusResponse.Builder status = GetStatusResponse.newBuilder().setClusterId("c-1");
    LongStream.of(nodes)
        .mapToObj(
            node ->
                ClusterNode.newBuilder()
                    .setNodeId(node)
                    .setAddress("n" + node + ":5556")
                    .setClientAddress("n" + node + ":5555")
                    .setVoter(true)
                    .setReachable(true))
        .forEach(status::addNodes);
    return status
        .addGroups(ClusterGroup.newBuilder().addAllVoters(LongStream.of(nodes).boxed().toList()))
        .build();
  }

  private Invocation vez(String... args) {
    return Invocation.of(
        Stream.concat(Stream.of("--addr", broker.address()), Stream.of(args))
            .toArray(String[]::new));
  }

  private static Invocation printed(String out) {
    return new Invocation(0, out, "");
  }
}
