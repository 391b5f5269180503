package dev.vez.ports.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.scheduling.HookCompiler.Compiled;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fake keeps the contract, and counts. */
class FakeHookCompilerTest extends HookCompilerContract {

  private final FakeHookCompiler fake =
      new FakeHookCompiler()
          .deciding(HookScripts.FROM_HEADERS, FakeHookCompilerTest::fromHeaders)
          .deciding(
              HookScripts.FROM_QUEUE_AND_SIZE,
              input -> new EnqueueVerdict(input.queue() + "/" + input.payloadSize(), 1, List.of()))
          .deciding(HookScripts.EMPTY_TABLE, input -> EnqueueVerdict.DEFAULT)
          .failing(HookScripts.FAILING, "line 2: the script raised an error")
          .deciding(HookScripts.MANY_THROTTLE_KEYS, FakeHookCompilerTest::manyThrottleKeys)
          .deciding(HookScripts.COUNTING, input -> new EnqueueVerdict("1,1,1", 1, List.of()))
          .decidingOnFailure(HookScripts.BACK_OFF, FakeHookCompilerTest::backOff)
          .decidingOnFailure(HookScripts.FAILURE_EMPTY_TABLE, input -> FailureVerdict.DEFAULT)
          .refusing(HookScripts.SYNTAX_ERROR, "line 2: unexpected symbol near '}'")
          .refusing(HookScripts.WITHOUT_FUNCTION, "the script does not define on_enqueue(msg)")
          .refusing(
              HookScripts.FAILURE_WITHOUT_FUNCTION, "the script does not define on_failure(msg)");

  @Override
  protected HookCompiler compiler() {
    return fake;
  }

  @Test
  void shouldCountRuns() {
    Compiled<EnqueueHook> compiled = fake.compileOnEnqueue(HookScripts.EMPTY_TABLE);
    assertThat(compiled).isInstanceOf(Compiled.Hook.class);
    EnqueueHook hook = ((Compiled.Hook<EnqueueHook>) compiled).hook();

    hook.run(new EnqueueHook.Input("orders", Map.of(), 0));
    hook.run(new EnqueueHook.Input("orders", Map.of(), 0));

    assertThat(fake.runs(HookScripts.EMPTY_TABLE)).isEqualTo(2);
    assertThat(fake.runs(HookScripts.FAILING)).isZero();
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() {
    assertThat(fake.compileOnEnqueue("return 1")).isInstanceOf(Compiled.Refused.class);
  }

  private static EnqueueVerdict fromHeaders(EnqueueHook.Input input) {
    Map<String, String> headers = input.headers();
    String bucket = headers.get("bucket");
    return new EnqueueVerdict(
        headers.getOrDefault("tenant", EnqueueVerdict.DEFAULT_FAIRNESS_KEY),
        Integer.parseInt(headers.getOrDefault("weight", "1")),
        bucket == null ? List.of() : List.of(bucket));
  }

  private static FailureVerdict backOff(FailureHook.Input input) {
    return input.attempts() >= 3 || input.error().equals("fatal")
        ? new FailureVerdict.DeadLetter()
        : new FailureVerdict.Retry(
            1_000L * input.attempts()
                + Integer.parseInt(input.headers().getOrDefault("extra", "0"))
                + input.queue().length()
                + input.id().toString().length());
  }

  private static EnqueueVerdict manyThrottleKeys(EnqueueHook.Input input) {
    int count = Integer.parseInt(input.headers().getOrDefault("count", "0"));
    return new EnqueueVerdict(
        EnqueueVerdict.DEFAULT_FAIRNESS_KEY,
        1,
        IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList());
  }
}
