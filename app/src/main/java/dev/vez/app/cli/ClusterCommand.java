package dev.vez.app.cli;

import dev.vez.app.Vez;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** The commands around clusters. */
@Command(
    name = "cluster",
    description = "Shows and changes a cluster.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ClusterStatusCommand.class,
      ClusterAddCommand.class,
      ClusterRemoveCommand.class,
      ClusterTransferCommand.class,
      ClusterDemoCommand.class
    })
public final class ClusterCommand {

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @ParentCommand private @Nullable Vez vez;

  /** For picocli. */
  public ClusterCommand() {}

  BrokerOptions broker() {
    return vez == null ? broker : broker.orElse(vez.broker());
  }
}
