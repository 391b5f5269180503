package dev.vez.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code ./vez}: picks the command and turns its outcome into an exit code. */
@Command(
    name = "vez",
    description = "A message broker in which every key gets its turn.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Vez implements Runnable {
  private Vez() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Vez()).execute(args));
  }

  /** Without a command, says what there is. */
  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
