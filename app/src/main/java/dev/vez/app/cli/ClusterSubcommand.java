package dev.vez.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParentCommand;

/** A command below {@code cluster}. */
abstract class ClusterSubcommand extends BrokerCommand {

  @ParentCommand private @Nullable ClusterCommand cluster;

  @Override
  final BrokerOptions outer() {
    ClusterCommand above = cluster;
    return above == null ? new BrokerOptions() : above.broker();
  }
}
