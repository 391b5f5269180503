package dev.vez.app.cli;

import dev.vez.client.ClusterStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code vez cluster status}. */
@Command(name = "status", description = "Shows the nodes and groups of a cluster.")
final class ClusterStatusCommand extends ClusterSubcommand {

  @Override
  void run(BrokerSession session) {
    ClusterStatus status = session.await(session.client().clusterStatus());
    switch (format()) {
      case TABLE -> printForPeople(status);
      case JSON -> out().println(Json.of(members(status)));
    }
  }

  private void printForPeople(ClusterStatus status) {
    out().println("Cluster: " + status.clusterId());
    out().println();
    Columns nodes = new Columns("  ", List.of("NODE", "STATE", "ROLE", "CLIENT", "CONSENSUS"));
    for (ClusterStatus.Node node : status.nodes()) {
      nodes.row(node.nodeId(), state(node), role(node), node.clientAddress(), node.address());
    }
    nodes.print(out());
    out().println();
    Columns groups =
        new Columns(
            "  ", List.of("GROUP", "LEADER", "TERM", "VOTERS", "LEARNERS", "COMMITTED", "APPLIED"));
    for (ClusterStatus.Group group : status.groups()) {
      groups.row(
          group.number() == 0 ? "meta" : group.number(),
          group.leaderNodeId() == 0 ? "none" : group.leaderNodeId(),
          group.term(),
          shown(group.voters()),
          shown(group.learners()),
          group.committedIndex(),
          applied(group.replicas()));
    }
    groups.print(out());
    status.groups().stream().filter(ClusterStatusCommand::isDiverged).forEach(this::warn);
  }

  /** As in {@code 1:90,2:90,3:87}. */
  private static String applied(List<ClusterStatus.Replica> replicas) {
    return replicas.isEmpty()
        ? "-"
        : replicas.stream()
            .map(each -> each.nodeId() + ":" + each.appliedIndex())
            .collect(Collectors.joining(","));
  }

  /** Whether two nodes hold something else at the same index: that must never be. */
  private static boolean isDiverged(ClusterStatus.Group group) {
    return group.replicas().stream()
        .anyMatch(
            each ->
                group.replicas().stream()
                    .anyMatch(
                        other ->
                            each.appliedIndex() == other.appliedIndex()
                                && !each.digest().equals(other.digest())));
  }

  private void warn(ClusterStatus.Group group) {
    out()
        .println(
            "Group "
                + group.number()
                + ": nodes hold different states at the same index; see"
                + " docs/clustering.md, what a failure looks like");
  }

  private static String state(ClusterStatus.Node node) {
    return node.isReachable() ? "up" : "down";
  }

  private static String role(ClusterStatus.Node node) {
    return node.isVoter() ? "voter" : "learner";
  }

  private static String shown(List<Long> nodes) {
    return nodes.isEmpty()
        ? "-"
        : nodes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Map<String, Object> members(ClusterStatus status) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("cluster_id", status.clusterId());
    members.put("nodes", status.nodes().stream().map(ClusterStatusCommand::members).toList());
    members.put("groups", status.groups().stream().map(ClusterStatusCommand::members).toList());
    return members;
  }

  private static Map<String, Object> members(ClusterStatus.Node node) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("node_id", node.nodeId());
    members.put("state", state(node));
    members.put("role", role(node));
    members.put("client_address", node.clientAddress());
    members.put("address", node.address());
    return members;
  }

  private static Map<String, Object> members(ClusterStatus.Replica replica) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("node_id", replica.nodeId());
    members.put("applied_index", replica.appliedIndex());
    members.put("digest", replica.digest());
    return members;
  }

  private static Map<String, Object> members(ClusterStatus.Group group) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("group", group.number());
    members.put("leader_node_id", group.leaderNodeId());
    members.put("term", group.term());
    members.put("voters", group.voters());
    members.put("learners", group.learners());
    members.put("committed_index", group.committedIndex());
    members.put("replicas", group.replicas().stream().map(ClusterStatusCommand::members).toList());
    return members;
  }
}
