package dev.vez.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vez config set}. */
@Command(
    name = "set",
    description = "Sets a key; an empty value removes it.",
    footer = {
      "",
      "Keys that the broker goes by:",
      "  throttle.KEY              RATE,BURST: messages with this key a second, and at once",
      "  queue.NAME.max_attempts   failed attempts after which a message is a dead letter",
      "All other keys are for scripts, which read them with fila.get(key).",
      "",
      "Examples:",
      "  vez config set throttle.provider:slow 10,20",
      "  vez config set throttle.provider:slow \"\"",
      "  vez config set weight.acme 5"
    })
final class ConfigSetCommand extends ConfigSubcommand {

  @Parameters(index = "0", paramLabel = "KEY", description = "Key, up to 256 bytes.")
  private String key = "";

  @Parameters(
      index = "1",
      paramLabel = "VALUE",
      description = "Value, up to 1024 bytes; empty to remove the key.")
  private String value = "";

  @Override
  void run(BrokerSession session) {
    session.await(session.client().setConfig(key, value));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("key", key);
    members.put("value", value);
    String name = "\"" + TerminalText.of(key) + "\"";
    print(
        value.isEmpty()
            ? "Removed " + name
            : "Set " + name + " = \"" + TerminalText.of(value) + "\"",
        members);
  }
}
