package dev.vez.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParentCommand;

/** A command below {@code config}. */
abstract class ConfigSubcommand extends BrokerCommand {

  @ParentCommand private @Nullable ConfigCommand config;

  @Override
  final BrokerOptions outer() {
    ConfigCommand above = config;
    return above == null ? new BrokerOptions() : above.broker();
  }
}
