package dev.vez.app.cli;

import dev.vez.client.QueueStats;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vez queue inspect}. */
@Command(
    name = "inspect",
    description = "Shows the figures of a queue, its keys and all token buckets.",
    footer = {"", "Example:", "  vez queue inspect orders"})
final class QueueInspectCommand extends QueueSubcommand {

  @Parameters(paramLabel = "NAME", description = "Name of the queue.")
  private String name = "";

  @Override
  void run(BrokerSession session) {
    QueueStats stats = session.await(session.client().queueStats(name));
    switch (format()) {
      case TABLE -> printForPeople(stats, out());
      case JSON -> out().println(Json.of(members(stats)));
    }
  }

  private void printForPeople(QueueStats stats, PrintWriter out) {
    out.println("Queue: " + name);
    line(out, "Depth:", stats.depth());
    line(out, "In-flight:", stats.inFlight());
    line(out, "Active fairness keys:", stats.activeFairnessKeys());
    line(out, "Active consumers:", stats.activeConsumers());
    line(out, "Quantum:", stats.quantum());
    if (stats.replicas() > 1) {
      line(out, "Raft leader:", "node " + stats.leaderNodeId());
      line(out, "Replicas:", stats.replicas());
    }
    if (!stats.keys().isEmpty()) {
      Columns keys = new Columns("  ", List.of("KEY", "PENDING", "DEFICIT", "WEIGHT"), 10, 8, 6);
      stats
          .keys()
          .forEach(
              key ->
                  keys.row(TerminalText.of(key.key()), key.pending(), key.deficit(), key.weight()));
      out.println();
      keys.print(out);
    }
    if (!stats.throttles().isEmpty()) {
      Columns throttles = new Columns("  ", List.of("KEY", "TOKENS", "RATE/S", "BURST"), 8, 8, 8);
      stats
          .throttles()
          .forEach(
              throttle ->
                  throttles.row(
                      TerminalText.of(throttle.key()),
                      tenths(throttle.tokens()),
                      tenths(throttle.ratePerSecond()),
                      tenths(throttle.burst())));
      out.println();
      throttles.print(out);
    }
  }

  private static void line(PrintWriter out, String label, Object value) {
    out.println("  %-22s%s".formatted(label, value));
  }

  private static String tenths(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private Map<String, Object> members(QueueStats stats) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", name);
    members.put("depth", stats.depth());
    members.put("in_flight", stats.inFlight());
    members.put("active_fairness_keys", stats.activeFairnessKeys());
    members.put("active_consumers", stats.activeConsumers());
    members.put("quantum", stats.quantum());
    members.put("leader_node_id", stats.leaderNodeId());
    members.put("replicas", stats.replicas());
    members.put("keys", stats.keys().stream().map(QueueInspectCommand::members).toList());
    members.put("throttles", stats.throttles().stream().map(QueueInspectCommand::members).toList());
    return members;
  }

  private static Map<String, Object> members(QueueStats.KeyStats key) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("key", key.key());
    members.put("pending", key.pending());
    members.put("deficit", key.deficit());
    members.put("weight", key.weight());
    return members;
  }

  private static Map<String, Object> members(QueueStats.ThrottleStats throttle) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("key", throttle.key());
    members.put("tokens", throttle.tokens());
    members.put("rate_per_second", throttle.ratePerSecond());
    members.put("burst", throttle.burst());
    return members;
  }
}
