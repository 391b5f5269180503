package dev.vez.app.cli;

import dev.vez.adapters.luaj.ScriptTrial;
import dev.vez.ports.scheduling.ScriptConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code vez script check}. */
@Command(
    name = "check",
    description = "Says whether a broker would accept a script, and which hooks it defines.",
    footer = {"", "Example: vez script check orders.lua"})
final class ScriptCheckCommand extends ScriptSubcommand {

  @Override
  public Integer call() {
    ScriptTrial.Check check = trial(ScriptConfig.EMPTY).check(source());
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("file", fileName());
    return switch (check) {
      case ScriptTrial.Check.Accepted(var hooks) -> {
        members.put("accepted", true);
        members.put("hooks", hooks);
        print(fileName() + " defines " + String.join(" and ", hooks), members);
        yield 0;
      }
      case ScriptTrial.Check.Refused(var reason) -> {
        if (format() == OutputFormat.JSON) {
          members.put("accepted", false);
          members.put("reason", reason);
          out().println(Json.of(members));
        }
        throw new CommandFailure(fileName() + ": " + reason);
      }
    };
  }

  private void print(String text, Map<String, Object> members) {
    out()
        .println(
            switch (format()) {
              case TABLE -> text;
              case JSON -> Json.of(members);
            });
  }
}
