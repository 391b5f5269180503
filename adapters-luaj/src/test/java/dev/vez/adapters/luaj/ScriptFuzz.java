package dev.vez.adapters.luaj;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.HookCompiler.Compiled;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.ScriptConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What {@code mvn -Pfuzz} drives with inputs of its own finding: sources, bodies of hooks, and
 * arguments of the library functions that interpret strings. Whatever comes, a script is refused,
 * decides or fails; it never throws, and never finds a mistake of ours.
 */
public final class ScriptFuzz {

  private static final int KINDS = 6;
  private static final String INTERNAL = "internal error";
  private static final Map<String, String> HEADERS = Map.of("tenant", "acme", "tier", "gold");

  /** A tenth of the usual limits: whatever is wrong shows long before, and more is tried. */
  private static final LuaHookCompiler COMPILER =
      new LuaHookCompiler(
          new LuaLimits(1, 1 << 18, 1 << 16, 1_024, 16), ScriptConfig.EMPTY, () -> 42);

  private static final EnqueueHook FIND = library("select('#', a:find(b))");
  private static final EnqueueHook SUBSTITUTE = library("a:gsub(b, '%1')");
  private static final EnqueueHook FORMAT = library("string.format(a, b, 1, 2.5, b)");
  private static final EnqueueHook NUMBER = library("(tonumber(a) or 0) + (tonumber(b, 16) or 1)");

  private ScriptFuzz() {}

  /** Called by the fuzzer for each input; the first byte says how the rest is used. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    String text = new String(data, 1, data.length - 1, StandardCharsets.UTF_8);
    switch (Byte.toUnsignedInt(data[0]) % KINDS) {
      case 0 -> runBoth(text);
      case 1 -> runBoth("function on_enqueue(msg) " + text + "\nend on_failure = on_enqueue");
      case 2 -> run(FIND, text);
      case 3 -> run(SUBSTITUTE, text);
      case 4 -> run(FORMAT, text);
      default -> run(NUMBER, text);
    }
  }

  private static void runBoth(String source) {
    switch (COMPILER.compileOnEnqueue(source)) {
      case Compiled.Hook<EnqueueHook>(EnqueueHook hook) ->
          check(hook.run(new EnqueueHook.Input("orders", HEADERS, 100)));
      case Compiled.Refused<EnqueueHook>(String reason) -> check(reason);
    }
    switch (COMPILER.compileOnFailure(source)) {
      case Compiled.Hook<FailureHook>(FailureHook hook) ->
          check(hook.run(new FailureHook.Input("orders", new MessageId(1, 2), HEADERS, 1, "x")));
      case Compiled.Refused<FailureHook>(String reason) -> check(reason);
    }
  }

  /** The text is divided at its first line break. */
  private static void run(EnqueueHook hook, String text) {
    int end = text.indexOf('\n');
    String a = end < 0 ? text : text.substring(0, end);
    String b = end < 0 ? text : text.substring(end + 1);
    check(hook.run(new EnqueueHook.Input("orders", Map.of("a", a, "b", b), 0)));
  }

  private static void check(HookResult<?> result) {
    if (result instanceof HookResult.Failed<?>(String reason)) {
      check(reason);
    }
  }

  private static void check(String reason) {
    if (reason.contains(INTERNAL) || reason.contains("\n") || reason.isEmpty()) {
      throw new AssertionError("Expected one line for the script's author, but got: " + reason);
    }
  }

  private static EnqueueHook library(String expression) {
    return TestScripts.compile(
        COMPILER,
        """
        function on_enqueue(msg)
          local a, b = msg.headers.a, msg.headers.b
          return { fairness_key = tostring((%s)) }
        end
        """
            .formatted(expression));
  }
}
