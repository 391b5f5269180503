package dev.vez.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script is tried without a broker. */
final class ScriptCommandsTest {

  private static final String BOTH =
      """
      function on_enqueue(msg)
        print(msg.queue, msg.payload_size)
        return {
          fairness_key = msg.headers.tenant,
          weight = vez.get('weight.' .. msg.headers.tier),
          throttle_keys = { 'a', 'b' },
        }
      end
      function on_failure(msg)
        if msg.error == 'fatal' then return { action = 'dlq' } end
        return { delay_ms = 1000 * msg.attempts }
      end
      """;

  @TempDir private Path folder;

  @Test
  void shouldSayWhichHooksAScriptDefines() throws IOException {
    Path script = script(BOTH);

    assertThat(Invocation.of("script", "check", script.toString()))
        .isEqualTo(printed(script + " defines on_enqueue and on_failure\n"));
    assertThat(Invocation.of("script", "check", script.toString(), "--output", "json").out())
        .isEqualTo(
            "{\"file\":\"%s\",\"accepted\":true,\"hooks\":[\"on_enqueue\",\"on_failure\"]}\n"
                .formatted(script));
  }

  @Test
  void shouldSayWhyAScriptIsRefused() throws IOException {
    Path script = script("function on_enqueue(msg)\n  return { weight = }\nend");
    String reason = "line 2: unexpected '}'";

    assertThat(Invocation.of("script", "check", script.toString()))
        .isEqualTo(new Invocation(1, "", "Error: " + script + ": " + reason + "\n"));
    assertThat(Invocation.of("--output", "json", "script", "check", script.toString()))
        .isEqualTo(
            new Invocation(
                1,
                "{\"file\":\"%s\",\"accepted\":false,\"reason\":\"%s\"}\n"
                    .formatted(script, reason),
                "Error: " + script + ": " + reason + "\n"));
  }

  @Test
  void shouldSayThatAScriptDefinesNoHook() throws IOException {
    Path script = script("function onEnqueue(msg) return {} end");

    assertThat(Invocation.of("script", "check", script.toString()).err())
        .isEqualTo(
            "Error: "
                + script
                + ": the script defines neither on_enqueue(msg) nor on_failure(msg)\n");
  }

  @Test
  void shouldShowWhatOnEnqueueDecides() throws IOException {
    Invocation run =
        Invocation.of(
            "script",
            "run",
            script(BOTH).toString(),
            "--hook",
            "on_enqueue",
            "--header",
            "tenant=acme",
            "--header",
            "tier=gold",
            "--queue",
            "mail",
            "--payload-size",
            "77",
            "--config",
            "weight.gold=5");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith(
            """
            print: mail 77
            fairness_key   acme
            weight         5
            throttle_keys  a, b
            """)
        .containsPattern("\nsteps          [1-9][0-9]* of 1000000\n")
        .containsPattern("\nmemory         [1-9][0-9]* of 1048576 bytes\n$");
  }

  @Test
  void shouldShowWhatOnFailureDecides() throws IOException {
    String script = script(BOTH).toString();

    assertThat(Invocation.of("script", "run", script, "--hook", "on_failure").out())
        .startsWith("action         retry\ndelay_ms       1000\nsteps");
    assertThat(
            Invocation.of("script", "run", script, "--hook", "on_failure", "--attempts", "7").out())
        .startsWith("action         retry\ndelay_ms       7000\nsteps");
    assertThat(
            Invocation.of("script", "run", script, "--hook", "on_failure", "--error", "fatal")
                .out())
        .startsWith("action         dlq\nsteps");
  }

  @Test
  void shouldShowDecisionsAsJson() throws IOException {
    String script = script(BOTH).toString();

    assertThat(
            Invocation.of("script", "run", script, "--hook", "on_failure", "--output", "json")
                .out())
        .matches(
            "\\{\"hook\":\"on_failure\",\"decided\":true,\"action\":\"retry\",\"delay_ms\":1000,"
                + "\"steps\":\\d+,\"steps_max\":1000000,\"memory_bytes\":\\d+,"
                + "\"memory_bytes_max\":1048576,\"printed\":\\[\\]\\}\n");
  }

  /** Unlike a broker, whose log must not hold content of messages. */
  @Test
  void shouldShowErrorsInFull() throws IOException {
    Path script =
        script("function on_enqueue(msg)\n  error('no tenant ' .. msg.headers.tenant)\nend");

    Invocation run =
        Invocation.of(
            "script",
            "run",
            script.toString(),
            "--hook",
            "on_enqueue",
            "--header",
            "tenant=acme",
            "--output",
            "json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .startsWith(
            "{\"hook\":\"on_enqueue\",\"decided\":false,\"reason\":\"line 2: no tenant acme\",");
    assertThat(run.err()).isEqualTo("Error: " + script + ": line 2: no tenant acme\n");
  }

  @Test
  void shouldEndAScriptAtTheLimitsOfTheServerThatIsMeant() throws IOException {
    Path script = script("function on_enqueue(msg) while true do end end");

    assertThat(
            Invocation.of(
                    "script",
                    "run",
                    script.toString(),
                    "--hook",
                    "on_enqueue",
                    "--set",
                    "lua.default_timeout_ms=2")
                .err())
        .isEqualTo(
            "Error: "
                + script
                + ": line 1: took more than the 200000 steps that lua.default_timeout_ms allows\n");
    assertThat(
            Invocation.of(
                "script", "check", script.toString(), "--set", "lua.default_timeout_ms=x"))
        .satisfies(run -> assertThat(run.code()).isEqualTo(2))
        .satisfies(run -> assertThat(run.err()).contains("lua.default_timeout_ms", "whole number"));
  }

  @Test
  void shouldSayThatThereIsNoSuchFile() {
    Path missing = folder.resolve("missing.lua");

    Invocation run = Invocation.of("script", "check", missing.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("Error: cannot read the script " + missing + ": ");
  }

  @Test
  void shouldRefuseAScriptThatIsNotText() throws IOException {
    Path script = folder.resolve("binary.lua");
    Files.write(script, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThat(Invocation.of("script", "check", script.toString()).err())
        .isEqualTo("Error: the script " + script + " is not UTF-8\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--hook on_arrival",
        "--hook on_enqueue --payload-size -1",
        "--hook on_failure --attempts 0",
        "--attempts 1"
      })
  void shouldExplainWrongUse(String options) throws IOException {
    Invocation run = Invocation.of(("script run " + script(BOTH) + " " + options).split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("Error: ").contains("--help");
  }

  private Path script(String source) throws IOException {
    return Files.writeString(folder.resolve("orders.lua"), source);
  }

  private static Invocation printed(String out) {
    return new Invocation(0, out, "");
  }
}
