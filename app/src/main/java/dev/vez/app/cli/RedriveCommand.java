package dev.vez.app.cli;

import dev.vez.client.RedriveOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vez redrive}. */
@Command(
    name = "redrive",
    description = {
      "Moves messages from a dead-letter queue back to the queue from which they came.",
      "What has begun goes on even if this command is interrupted."
    },
    footer = {"", "Example: vez redrive orders.dlq --key acme --dry-run"})
public final class RedriveCommand extends TopLevelBrokerCommand {

  private static final int RATE_MAX = 1_000_000;

  @Parameters(paramLabel = "DLQ", description = "Name of the dead-letter queue.")
  private String queue = "";

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Move at most so many (default: 0, all that are there now).")
  private long count;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Move only messages of this fairness key.")
  private @Nullable String key;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Move at most so many a second (default: 0, as fast as other work allows).")
  private int rate;

  @Option(names = "--dry-run", description = "Move nothing; tell how many would be moved.")
  private boolean dryRun;

  @Override
  void check() {
    if (count < 0) {
      throw usageError("--count: expected 0 or more");
    }
    if (rate < 0 || rate > RATE_MAX) {
      throw usageError("--rate: expected 0 to " + RATE_MAX);
    }
  }

  @Override
  void run(BrokerSession session) {
    long messages =
        session.await(
            session.client().redrive(queue, new RedriveOptions(count, key, rate, dryRun)));
    String counted = messages + (messages == 1 ? " message" : " messages");
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("queue", queue);
    members.put("redriven", messages);
    members.put("dry_run", dryRun);
    print(
        dryRun
            ? "Would move " + counted + " from \"" + queue + "\""
            : "Redrive complete: " + counted + " moved from \"" + queue + "\"",
        members);
  }
}
