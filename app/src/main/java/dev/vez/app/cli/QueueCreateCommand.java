package dev.vez.app.cli;

import dev.vez.client.NewQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vez queue create}. */
@Command(
    name = "create",
    description = "Creates a queue and its dead-letter queue.",
    footer = {
      "",
      "Examples:",
      "  vez queue create orders",
      "  vez queue create orders --on-enqueue @key.lua --visibility-timeout 60000"
    })
final class QueueCreateCommand extends QueueSubcommand {

  @Parameters(paramLabel = "NAME", description = "Name of the queue.")
  private String name = "";

  @Option(
      names = "--on-enqueue",
      paramLabel = "SRC",
      description = "Lua source that defines on_enqueue(msg), or @FILE to read it from a file.")
  private String onEnqueue = "";

  @Option(
      names = "--on-failure",
      paramLabel = "SRC",
      description = "Lua source that defines on_failure(msg), or @FILE to read it from a file.")
  private String onFailure = "";

  @Option(
      names = "--visibility-timeout",
      paramLabel = "MS",
      description = "How long a lease lasts, in milliseconds (default: 30000).")
  private long visibilityTimeoutMillis;

  @Override
  void check() {
    if (visibilityTimeoutMillis < 0) {
      throw usageError("--visibility-timeout: expected 0 or more milliseconds");
    }
    // Before the broker is called: a file that is missing is the first thing to know.
    onEnqueue = source(onEnqueue);
    onFailure = source(onFailure);
  }

  @Override
  void run(BrokerSession session) {
    NewQueue queue =
        new NewQueue(name, onEnqueue, onFailure, Duration.ofMillis(visibilityTimeoutMillis));
    session.await(session.client().createQueue(queue));
    print("Created queue \"" + name + "\"", Map.of("created", name));
  }

  private static String source(String given) {
    if (!given.startsWith("@")) {
      return given;
    }
    try {
      return Files.readString(Path.of(given.substring(1)));
    } catch (IOException e) {
      throw new CommandFailure("cannot read the script " + given.substring(1) + ": " + e, e);
    }
  }
}
