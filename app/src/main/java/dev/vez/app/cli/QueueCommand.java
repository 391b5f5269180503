package dev.vez.app.cli;

import dev.vez.app.Vez;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** The commands around queues. */
@Command(
    name = "queue",
    description = "Creates, deletes and shows queues.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      QueueCreateCommand.class,
      QueueDeleteCommand.class,
      QueueListCommand.class,
      QueueInspectCommand.class
    })
public final class QueueCommand {

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @ParentCommand private @Nullable Vez vez;

  /** For picocli. */
  public QueueCommand() {}

  BrokerOptions broker() {
    return vez == null ? broker : broker.orElse(vez.broker());
  }
}
