package dev.vez.app.cli;

import dev.vez.client.ConfigEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vez config list}. */
@Command(
    name = "list",
    description = "Lists keys and values, ordered by key, at most 10000 of them.",
    footer = {"", "Example:", "  vez config list --prefix throttle."})
final class ConfigListCommand extends ConfigSubcommand {

  @Option(
      names = "--prefix",
      paramLabel = "P",
      description = "Only keys that begin with this text (default: all).")
  private String prefix = "";

  @Override
  void run(BrokerSession session) {
    List<ConfigEntry> entries = session.await(session.client().listConfig(prefix));
    switch (format()) {
      case TABLE -> printForPeople(entries);
      case JSON ->
          out().println(Json.of(entries.stream().map(ConfigListCommand::members).toList()));
    }
  }

  private void printForPeople(List<ConfigEntry> entries) {
    if (entries.isEmpty()) {
      out().println("No config entries found.");
      return;
    }
    Columns columns = Columns.ofTexts("KEY", "VALUE");
    entries.forEach(
        entry -> columns.row(TerminalText.of(entry.key()), TerminalText.of(entry.value())));
    columns.print(out());
  }

  private static Map<String, Object> members(ConfigEntry entry) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("key", entry.key());
    members.put("value", entry.value());
    return members;
  }
}
