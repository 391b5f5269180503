package dev.vez.app.cli;

import dev.vez.app.Vez;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParentCommand;

/** A command directly below {@code vez} that calls a broker. */
abstract class TopLevelBrokerCommand extends BrokerCommand {

  @ParentCommand private @Nullable Vez vez;

  @Override
  final BrokerOptions outer() {
    Vez above = vez;
    return above == null ? new BrokerOptions() : above.broker();
  }
}
