package dev.vez.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vez config get}. */
@Command(
    name = "get",
    description = "Shows the value of a key.",
    footer = {"", "Example:", "  vez config get throttle.provider:slow"})
final class ConfigGetCommand extends ConfigSubcommand {

  @Parameters(paramLabel = "KEY", description = "Key.")
  private String key = "";

  @Override
  void run(BrokerSession session) {
    String value = session.await(session.client().getConfig(key));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("key", key);
    members.put("set", !value.isEmpty());
    members.put("value", value);
    print(
        TerminalText.of(key) + ": " + (value.isEmpty() ? "(not set)" : TerminalText.of(value)),
        members);
  }
}
