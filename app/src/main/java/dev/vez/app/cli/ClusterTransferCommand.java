package dev.vez.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vez cluster transfer}. */
@Command(name = "transfer", description = "Hands the leadership of a group to one of its voters.")
final class ClusterTransferCommand extends ClusterSubcommand {

  @Parameters(
      index = "0",
      paramLabel = "GROUP",
      description = "Number of the group; 0 is the one that holds the catalogue.")
  private int group;

  @Parameters(index = "1", paramLabel = "NODE", description = "Node id of the voter.")
  private long node;

  @Override
  void run(BrokerSession session) {
    session.await(session.client().transferLeadership(group, node));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("group", group);
    members.put("leader_node_id", node);
    print("Node " + node + " leads group " + group, members);
  }
}
