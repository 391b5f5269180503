package dev.vez.adapters.luaj;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.adapters.luaj.ScriptTrial.Check;
import dev.vez.adapters.luaj.ScriptTrial.Report;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FailureVerdict;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.HookResult.Decided;
import dev.vez.ports.scheduling.HookResult.Failed;
import dev.vez.ports.scheduling.ScriptConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an author gets to know beyond what a broker tells. */
class ScriptTrialTest {

  private final ScriptTrial trial =
      new ScriptTrial(LuaLimits.DEFAULT, ScriptConfig.EMPTY, () -> 42);

  @Test
  void shouldSayWhichHooksAScriptDefines() {
    assertThat(trial.check("function on_failure(msg) end"))
        .isEqualTo(new Check.Accepted(List.of("on_failure")));
    assertThat(trial.check("function on_failure(msg) end on_enqueue = print"))
        .isEqualTo(new Check.Accepted(List.of("on_enqueue", "on_failure")));
    assertThat(trial.check("on_enqueue = 1"))
        .isEqualTo(
            new Check.Refused("the script defines neither on_enqueue(msg) nor on_failure(msg)"));
    assertThat(trial.check("x = = 1")).isEqualTo(new Check.Refused("line 1: unexpected '='"));
    assertThat(trial.check("error('not ' .. 'today')"))
        .isEqualTo(new Check.Refused("line 1: not today"));
  }

  @Test
  void shouldAcceptWhatABrokerAccepts() {
    String source = "function on_enqueue(msg) return { weight = 2 } end";

    assertThat(TestScripts.compile(source).run(TestScripts.input(Map.of())))
        .isEqualTo(trial.onEnqueue(source, TestScripts.input(Map.of())).result())
        .isEqualTo(new Decided<>(new EnqueueVerdict("default", 2, List.of())));
  }

  @Test
  void shouldCountWhatACallTakes() {
    Report<EnqueueVerdict> little =
        trial.onEnqueue("function on_enqueue() return {} end", TestScripts.input(Map.of()));
    Report<EnqueueVerdict> much =
        trial.onEnqueue(
            "function on_enqueue() for i = 1, 10000 do end local s = ('x'):rep(5000) return {} end",
            TestScripts.input(Map.of()));

    assertThat(little.steps()).isBetween(1L, 1_000L);
    assertThat(much.steps() - little.steps()).isBetween(10_000L, 20_000L);
    assertThat(much.bytes() - little.bytes()).isBetween(5_000L, 6_000L);
    assertThat(much.stepsMax()).isEqualTo(1_000_000);
    assertThat(much.bytesMax()).isEqualTo(1 << 20);
  }

  @Test
  void shouldShowThatALimitIsUsedUp() {
    Report<FailureVerdict> report =
        trial.onFailure(
            "function on_failure() while true do end end", TestScripts.failed(Map.of()));

    assertThat(report.result()).isInstanceOf(Failed.class);
    assertThat(report.steps()).isEqualTo(report.stepsMax());
  }

  @Test
  void shouldShowWhatIsPrinted() {
    Report<EnqueueVerdict> report =
        trial.onEnqueue(
            """
            print('loading')
            function on_enqueue(msg)
              print(msg.headers.tenant, 1, nil, true)
              return {}
            end
            """,
            TestScripts.input(Map.of("tenant", "acme")));

    assertThat(report.printed()).containsExactly("loading", "acme\t1\tnil\ttrue");
  }

  @Test
  void shouldKeepWhatIsPrintedSmall() {
    Report<EnqueueVerdict> report =
        trial.onEnqueue(
            "function on_enqueue() local s = ('x'):rep(9000) while true do print(s) end end",
            TestScripts.input(Map.of()));

    assertThat(report.printed()).hasSize(100).allMatch(line -> line.length() == 1_000);
  }

  /** The reason that a broker logs must not hold it. */
  @Test
  void shouldShowErrorsInFull() {
    String source = "function on_enqueue(msg) error('no ' .. msg.headers.tenant) end";
    HookResult<EnqueueVerdict> inABroker =
        TestScripts.compile(source).run(TestScripts.input(Map.of("tenant", "acme")));

    assertThat(trial.onEnqueue(source, TestScripts.input(Map.of("tenant", "acme"))).result())
        .isEqualTo(new Failed<>("line 1: no acme"));
    assertThat(((Failed<EnqueueVerdict>) inABroker).reason()).doesNotContain("acme");
  }
}
