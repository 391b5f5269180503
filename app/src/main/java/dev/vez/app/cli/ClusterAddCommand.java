package dev.vez.app.cli;

import dev.vez.app.config.HostAndPort;
import dev.vez.client.ClusterStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code vez cluster add}: a node joins by asking the members itself, with the secret that they
 * share. So this sees whether it may, says how it is to be started, and waits for it if told to.
 */
@Command(
    name = "add",
    description = {
      "Tells how to start a node so that it joins the cluster, and waits for it.",
      "Refuses a number or an address that a member has. Changes nothing by itself: the node asks to"
          + " be let in when it is started."
    })
final class ClusterAddCommand extends ClusterSubcommand {

  private static final long LOOK_MILLIS = 500;

  @Parameters(paramLabel = "NODE", description = "Node id that no member has, 1 or greater.")
  private long node;

  @Option(
      names = "--advertise",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where the other nodes will reach its consensus library.")
  private String advertise = "";

  @Option(names = "--learner", description = "It is to follow the catalogue, without a vote.")
  private boolean learner;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "Wait so long until it has joined, and fail where it has not; 0: do not wait.")
  private int waitSeconds;

  @Override
  void check() {
    if (node < 1) {
      throw usageError("Expected a node id of 1 or more, but got " + node);
    }
    if (HostAndPort.parse(advertise).filter(address -> address.port() > 0).isEmpty()) {
      throw usageError("Expected host:port for --advertise, but got " + advertise);
    }
    if (waitSeconds < 0) {
      throw usageError("Expected 0 or more seconds for --wait, but got " + waitSeconds);
    }
  }

  @Override
  void run(BrokerSession session) {
    ClusterStatus status = session.await(session.client().clusterStatus());
    status.nodes().forEach(this::refuseTwin);
    List<String> peers =
        status.nodes().stream().map(ClusterStatus.Node::clientAddress).sorted().toList();
    if (format() == OutputFormat.TABLE) {
      out().print(configuration(status.clusterId(), peers));
      out().flush();
    }
    if (waitSeconds > 0) {
      awaitMember(session);
    }
    switch (format()) {
      case TABLE -> {
        if (waitSeconds > 0) {
          out().println("Node " + node + " has joined");
        }
      }
      case JSON -> out().println(Json.of(members(status.clusterId(), peers)));
    }
  }

  private void refuseTwin(ClusterStatus.Node member) {
    if (member.nodeId() == node) {
      throw new CommandFailure(
          "node "
              + node
              + " is a member already, at "
              + member.address()
              + "; if its data is lost, remove it first: vez cluster remove "
              + node);
    }
    if (member.address().equals(advertise)) {
      throw new CommandFailure(
          advertise + " is the address of node " + member.nodeId() + ", which is a member already");
    }
  }

  private String configuration(String clusterId, List<String> peers) {
    return "# Node "
        + node
        + " of "
        + clusterId
        + ": start it with an empty data folder and this. What else is set for the\n"
        + "# other nodes under [cluster], as the secret and the consensus library, belongs here too.\n"
        + "[cluster]\n"
        + "enabled = true\n"
        + "node_id = "
        + node
        + "\n"
        + "advertise_addr = \""
        + advertise
        + "\"\n"
        + "peers = ["
        + peers.stream().map(peer -> "\"" + peer + "\"").collect(Collectors.joining(", "))
        + "]\n"
        + (learner ? "learner = true\n" : "");
  }

  private Map<String, Object> members(String clusterId, List<String> peers) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("cluster_id", clusterId);
    members.put("node_id", node);
    members.put("advertise_addr", advertise);
    members.put("peers", peers);
    members.put("learner", learner);
    members.put("joined", waitSeconds > 0);
    return members;
  }

  private void awaitMember(BrokerSession session) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
    while (!hasJoined(session.await(session.client().clusterStatus()))) {
      if (System.nanoTime() - deadline >= 0) {
        throw new CommandFailure("node " + node + " has not joined within " + waitSeconds + " s");
      }
      pause();
    }
  }

  /** Whether it is in the list, answers, and is in the group that holds the catalogue. */
  private boolean hasJoined(ClusterStatus status) {
    Optional<ClusterStatus.Node> entered =
        status.nodes().stream().filter(each -> each.nodeId() == node).findFirst();
    return entered.isPresent()
        && entered.get().isReachable()
        && status.groups().stream()
            .filter(group -> group.number() == 0)
            .anyMatch(group -> group.voters().contains(node) || group.learners().contains(node));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while it waited", e);
    }
  }
}
