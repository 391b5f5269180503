package dev.vez.adapters.luaj;

import static dev.vez.adapters.luaj.TestScripts.compile;
import static dev.vez.adapters.luaj.TestScripts.compileOnFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.adapters.luaj.EscapeAttempts.Attempt;
import dev.vez.adapters.luaj.EscapeAttempts.Hole;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FailureVerdict;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.HookResult.Decided;
import dev.vez.ports.scheduling.HookResult.Failed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No script gets out of its sandbox or beyond its limits, by either hook. The time-out is there
 * only so that a script which hangs fails its test instead of the build.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EscapeAttemptsTest {

  private static final Map<String, String> HEADERS =
      Map.of("tenant", "secret", "big", "x".repeat(8_000));

  private static final String INNOCENT =
      """
      function on_enqueue(msg)
        assert(leaked == nil and string.upper('a') == 'A' and ('x'):rep(3) == 'xxx')
        assert(type(vez.get) == 'function' and type(pairs) == 'function')
        return { fairness_key = msg.headers.tenant }
      end
      """;

  static Stream<Attempt> attempts() {
    return EscapeAttempts.all().stream();
  }

  @Test
  void shouldTryEveryHoleAHundredTimesInAll() {
    Map<Hole, Long> counts =
        EscapeAttempts.all().stream()
            .collect(Collectors.groupingBy(Attempt::hole, Collectors.counting()));

    assertThat(counts).containsOnlyKeys(Hole.values());
    assertThat(counts.values()).allMatch(count -> count >= 5);
    assertThat(attempts().map(Attempt::body).distinct().count()).isGreaterThanOrEqualTo(100);
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void shouldStopAnAttemptOnEnqueue(Attempt attempt) {
    String source =
        """
        local function body(msg)
        %s
        end
        function on_enqueue(msg) return { fairness_key = body(msg) } end
        """
            .formatted(attempt.body());
    LuaHookCompiler compiler = TestScripts.compiler();
    HookResult<EnqueueVerdict> result = compile(compiler, source).run(TestScripts.input(HEADERS));

    switch (result) {
      case Decided<EnqueueVerdict>(EnqueueVerdict verdict) ->
          assertThat("=" + verdict.fairnessKey()).startsWith(expected(attempt, "="));
      case Failed<EnqueueVerdict>(String reason) -> assertStopped(attempt, reason);
    }
    // The same for another compiler, as on another node.
    assertThat(compile(TestScripts.compiler(), source).run(TestScripts.input(HEADERS)))
        .isEqualTo(result);
    assertThat(compile(compiler, INNOCENT).run(TestScripts.input(HEADERS)))
        .isEqualTo(new Decided<>(new EnqueueVerdict("secret", 1, List.of())));
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void shouldStopAnAttemptOnFailure(Attempt attempt) {
    HookResult<FailureVerdict> result =
        compileOnFailure(
                TestScripts.compiler(),
                """
                local function body(msg)
                %s
                end
                function on_failure(msg) body(msg) return { action = "dlq" } end
                """
                    .formatted(attempt.body()))
            .run(TestScripts.failed(HEADERS));

    switch (result) {
      case Decided<FailureVerdict> _ -> expected(attempt, "=");
      case Failed<FailureVerdict>(String reason) -> assertStopped(attempt, reason);
    }
  }

  private static void assertStopped(Attempt attempt, String reason) {
    assertThat(reason)
        .contains(expected(attempt, ""))
        .doesNotContain("\n", "secret", "xxxx", "internal error", "java.", "dev.vez");
  }

  /** What it is to end with; an empty one is a limit, whichever is met first. */
  private static String expected(Attempt attempt, String kind) {
    String ending = attempt.ending();
    if (kind.equals("=")) {
      assertThat(ending).as("the ending of " + attempt).startsWith("=");
      return ending;
    }
    assertThat(ending).as("the ending of " + attempt).doesNotStartWith("=");
    return ending.isEmpty() ? "that lua.default_" : ending;
  }
}
