package dev.vez.app.cli;

import dev.vez.adapters.luaj.ScriptTrial;
import dev.vez.domain.id.MessageId;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.FailureVerdict;
import dev.vez.ports.scheduling.HookResult;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vez script run}. */
@Command(
    name = "run",
    description = "Runs a script for one message, and shows what it decides and what it takes.",
    footer = {
      "",
      "Examples:",
      "  vez script run orders.lua --hook on_enqueue --header tenant=acme",
      "  vez script run orders.lua --hook on_failure --attempts 3 --error 'HTTP 503'"
    })
final class ScriptRunCommand extends ScriptSubcommand {

  private static final String ON_ENQUEUE = "on_enqueue";
  private static final String ON_FAILURE = "on_failure";
  private static final MessageId SAMPLE_ID =
      new MessageId(0x019ab52c2e007000L, 0x8000000000000001L);
  private static final int LABEL_WIDTH = 15;

  @Option(
      names = "--hook",
      required = true,
      paramLabel = "HOOK",
      description = "What to call: on_enqueue or on_failure.")
  private String hook = "";

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A header of the message; may be given many times.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(
      names = "--queue",
      paramLabel = "NAME",
      description = "Name of the queue (default: orders).")
  private String queue = "orders";

  @Option(
      names = "--payload-size",
      paramLabel = "N",
      description = "For on_enqueue: bytes of the payload (default: 0).")
  private int payloadSize;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "For on_failure: attempts that have failed, this one included (default: 1).")
  private int attempts = 1;

  @Option(
      names = "--error",
      paramLabel = "TEXT",
      description = "For on_failure: what the consumer says.")
  private String error = "";

  @Option(
      names = "--config",
      paramLabel = "KEY=VALUE",
      description = "What vez.get is to find; may be given many times.")
  private Map<String, String> config = new LinkedHashMap<>();

  @Override
  public Integer call() {
    if (payloadSize < 0) {
      throw usageError("--payload-size: expected 0 or more bytes");
    }
    if (attempts < 1) {
      throw usageError("--attempts: expected 1 or more");
    }
    ScriptTrial trial = trial(key -> Optional.ofNullable(config.get(key)));
    switch (hook) {
      case ON_ENQUEUE ->
          show(
              trial.onEnqueue(source(), new EnqueueHook.Input(queue, headers, payloadSize)),
              ScriptRunCommand::members);
      case ON_FAILURE ->
          show(
              trial.onFailure(
                  source(), new FailureHook.Input(queue, SAMPLE_ID, headers, attempts, error)),
              ScriptRunCommand::members);
      default -> throw usageError("--hook: expected on_enqueue or on_failure");
    }
    return 0;
  }

  /** Shows a verdict as members of a JSON object. */
  @FunctionalInterface
  private interface Members<V> {
    Map<String, Object> of(V verdict);
  }

  private <V> void show(ScriptTrial.Report<V> report, Members<V> members) {
    switch (report.result()) {
      case HookResult.Decided<V>(var verdict) -> show(report, members.of(verdict));
      case HookResult.Failed<V>(var reason) -> {
        switch (format()) {
          case TABLE -> printed(report.printed());
          case JSON -> {
            Map<String, Object> failed = new LinkedHashMap<>();
            failed.put("hook", hook);
            failed.put("decided", false);
            failed.put("reason", reason);
            out().println(Json.of(withUse(failed, report)));
          }
        }
        throw new CommandFailure(fileName() + ": " + reason);
      }
    }
  }

  private void show(ScriptTrial.Report<?> report, Map<String, Object> verdict) {
    switch (format()) {
      case TABLE -> {
        printed(report.printed());
        PrintWriter out = out();
        verdict.forEach((name, value) -> line(out, name, text(value)));
        line(out, "steps", report.steps() + " of " + report.stepsMax());
        line(out, "memory", report.bytes() + " of " + report.bytesMax() + " bytes");
      }
      case JSON -> {
        Map<String, Object> decided = new LinkedHashMap<>();
        decided.put("hook", hook);
        decided.put("decided", true);
        decided.putAll(verdict);
        out().println(Json.of(withUse(decided, report)));
      }
    }
  }

  /** What a script prints comes first, as it would in a terminal. */
  private void printed(List<String> lines) {
    lines.forEach(line -> out().println("print: " + line.replaceAll("\\p{Cntrl}", " ")));
  }

  private static void line(PrintWriter out, String label, String value) {
    out.println(label + " ".repeat(LABEL_WIDTH - label.length()) + value);
  }

  private static String text(Object value) {
    String text =
        value instanceof List<?> list
            ? String.join(", ", list.stream().map(String::valueOf).toList())
            : value.toString();
    return text.isEmpty() ? "(none)" : text.replaceAll("\\p{Cntrl}", " ");
  }

  private static Map<String, Object> withUse(
      Map<String, Object> members, ScriptTrial.Report<?> report) {
    members.put("steps", report.steps());
    members.put("steps_max", report.stepsMax());
    members.put("memory_bytes", report.bytes());
    members.put("memory_bytes_max", report.bytesMax());
    members.put("printed", report.printed());
    return members;
  }

  private static Map<String, Object> members(EnqueueVerdict verdict) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("fairness_key", verdict.fairnessKey());
    members.put("weight", verdict.weight());
    members.put("throttle_keys", verdict.throttleKeys());
    return members;
  }

  private static Map<String, Object> members(FailureVerdict verdict) {
    Map<String, Object> members = new LinkedHashMap<>();
    switch (verdict) {
      case FailureVerdict.Retry(long delayMillis) -> {
        members.put("action", "retry");
        members.put("delay_ms", delayMillis);
      }
      case FailureVerdict.DeadLetter() -> members.put("action", "dlq");
    }
    return members;
  }
}
