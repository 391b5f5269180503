package dev.vez.app.cli;

import dev.vez.app.Vez;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** The commands around runtime configuration. */
@Command(
    name = "config",
    description = "Sets and shows the runtime configuration: rates, and what scripts read.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ConfigSetCommand.class, ConfigGetCommand.class, ConfigListCommand.class})
public final class ConfigCommand {

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @ParentCommand private @Nullable Vez vez;

  /** For picocli. */
  public ConfigCommand() {}

  BrokerOptions broker() {
    return vez == null ? broker : broker.orElse(vez.broker());
  }
}
