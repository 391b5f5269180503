package dev.vez.app.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vez queue delete}. */
@Command(
    name = "delete",
    description = "Deletes a queue, its dead-letter queue and all messages in them, for good.",
    footer = {"", "Example:", "  vez queue delete orders"})
final class QueueDeleteCommand extends QueueSubcommand {

  @Parameters(paramLabel = "NAME", description = "Name of the queue.")
  private String name = "";

  @Override
  void run(BrokerSession session) {
    session.await(session.client().deleteQueue(name));
    print("Deleted queue \"" + name + "\"", Map.of("deleted", name));
  }
}
