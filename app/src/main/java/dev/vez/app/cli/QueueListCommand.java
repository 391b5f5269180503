package dev.vez.app.cli;

import dev.vez.client.QueueList;
import dev.vez.client.QueueSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code vez queue list}. */
@Command(
    name = "list",
    description = "Lists all queues, dead-letter queues included.",
    footer = {"", "Example:", "  vez queue list --output json"})
final class QueueListCommand extends QueueSubcommand {

  @Override
  void run(BrokerSession session) {
    QueueList list = session.await(session.client().listQueues());
    switch (format()) {
      case TABLE -> printForPeople(list);
      case JSON ->
          out().println(Json.of(list.queues().stream().map(QueueListCommand::members).toList()));
    }
  }

  private void printForPeople(QueueList list) {
    if (list.queues().isEmpty()) {
      out().println("No queues found.");
      return;
    }
    if (list.clusterNodes() == 0) {
      Columns columns =
          new Columns("", List.of("NAME", "DEPTH", "IN_FLIGHT", "CONSUMERS"), 8, 9, 9);
      list.queues()
          .forEach(
              queue ->
                  columns.row(queue.name(), queue.depth(), queue.inFlight(), queue.consumers()));
      columns.print(out());
    } else {
      Columns columns =
          new Columns("", List.of("NAME", "DEPTH", "IN_FLIGHT", "CONSUMERS", "LEADER"), 8, 9, 9, 6);
      list.queues()
          .forEach(
              queue ->
                  columns.row(
                      queue.name(),
                      queue.depth(),
                      queue.inFlight(),
                      queue.consumers(),
                      queue.leaderNodeId()));
      columns.print(out());
      out().println("Cluster nodes: " + list.clusterNodes());
    }
  }

  private static Map<String, Object> members(QueueSummary queue) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", queue.name());
    members.put("depth", queue.depth());
    members.put("in_flight", queue.inFlight());
    members.put("consumers", queue.consumers());
    members.put("leader_node_id", queue.leaderNodeId());
    return members;
  }
}
