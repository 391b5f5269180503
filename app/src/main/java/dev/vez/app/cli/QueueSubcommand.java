package dev.vez.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParentCommand;

/** A command below {@code queue}. */
abstract class QueueSubcommand extends BrokerCommand {

  @ParentCommand private @Nullable QueueCommand queue;

  @Override
  final BrokerOptions outer() {
    QueueCommand above = queue;
    return above == null ? new BrokerOptions() : above.broker();
  }
}
