package dev.vez.app.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vez cluster remove}. */
@Command(
    name = "remove",
    description =
        "Takes a node off the cluster. Its groups let it go one after the other; its data stays.")
final class ClusterRemoveCommand extends ClusterSubcommand {

  @Parameters(paramLabel = "NODE", description = "Node id, as \"cluster status\" shows it.")
  private long node;

  @Override
  void run(BrokerSession session) {
    session.await(session.client().removeNode(node));
    print("Removed node " + node, Map.of("removed", node));
  }
}
