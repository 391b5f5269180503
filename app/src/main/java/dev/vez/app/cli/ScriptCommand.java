package dev.vez.app.cli;

import dev.vez.app.Vez;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The commands for those who write scripts. They need no broker. */
@Command(
    name = "script",
    description = "Checks and tries a queue's script, without a broker.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ScriptCheckCommand.class, ScriptRunCommand.class})
public final class ScriptCommand {

  @ParentCommand private @Nullable Vez vez;

  /** For picocli. */
  public ScriptCommand() {}

  /** The format that was given before the command. */
  OutputFormat format() {
    return vez == null ? OutputFormat.TABLE : vez.broker().format();
  }
}
