package dev.vez.ports.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.scheduling.HookCompiler.Compiled;
import dev.vez.ports.scheduling.HookResult.Decided;
import dev.vez.ports.scheduling.HookResult.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link HookCompiler} must do with the scripts of {@link HookScripts}. */
public abstract class HookCompilerContract {

  private static final int THREADS = 4;
  private static final int CALLS_PER_THREAD = 500;

  /** A compiler that knows {@link HookScripts}. */
  protected abstract HookCompiler compiler();

  @Test
  void shouldDecideFromHeaders() {
    EnqueueHook hook = compile(HookScripts.FROM_HEADERS);

    HookResult<EnqueueVerdict> result =
        hook.run(input(Map.of("tenant", "acme", "weight", "3", "bucket", "smtp")));

    assertThat(result).isEqualTo(new Decided<>(new EnqueueVerdict("acme", 3, List.of("smtp"))));
  }

  @Test
  void shouldSeeQueueAndPayloadSize() {
    EnqueueHook hook = compile(HookScripts.FROM_QUEUE_AND_SIZE);

    HookResult<EnqueueVerdict> result = hook.run(new EnqueueHook.Input("orders", Map.of(), 4_096));

    assertThat(result).isEqualTo(new Decided<>(new EnqueueVerdict("orders/4096", 1, List.of())));
  }

  @Test
  void shouldUseDefaultsForWhatIsNotChosen() {
    EnqueueHook hook = compile(HookScripts.EMPTY_TABLE);

    assertThat(hook.run(input(Map.of()))).isEqualTo(new Decided<>(EnqueueVerdict.DEFAULT));
  }

  @Test
  void shouldUseDefaultsForHeadersThatAreMissing() {
    EnqueueHook hook = compile(HookScripts.FROM_HEADERS);

    assertThat(hook.run(input(Map.of()))).isEqualTo(new Decided<>(EnqueueVerdict.DEFAULT));
  }

  @Test
  void shouldFailInOneLineWithTheLineNumberAndWithoutMessageContent() {
    EnqueueHook hook = compile(HookScripts.FAILING);

    String reason = failure(hook.run(input(Map.of("tenant", "secret-tenant"))));

    assertThat(reason).contains("line 2").doesNotContain("secret-tenant").doesNotContain("\n");
  }

  @Test
  void shouldWorkAfterAFailure() {
    EnqueueHook hook = compile(HookScripts.FROM_HEADERS);
    failure(hook.run(input(Map.of("tenant", "x".repeat(2_000)))));

    assertThat(hook.run(input(Map.of("tenant", "acme"))))
        .isEqualTo(new Decided<>(new EnqueueVerdict("acme", 1, List.of())));
  }

  @Test
  void shouldTakeAKeyOfTheLongestLengthInBytes() {
    EnqueueHook hook = compile(HookScripts.FROM_HEADERS);
    String longest = "\u00e9".repeat(EnqueueVerdict.KEY_BYTES_MAX / 2);

    assertThat(hook.run(input(Map.of("tenant", longest, "bucket", longest))))
        .isEqualTo(new Decided<>(new EnqueueVerdict(longest, 1, List.of(longest))));
  }

  @Test
  void shouldFailForAFairnessKeyThatIsTooLongInBytes() {
    EnqueueHook hook = compile(HookScripts.FROM_HEADERS);
    String tooLong = "\u00e9".repeat(EnqueueVerdict.KEY_BYTES_MAX / 2) + "x";

    assertThat(failure(hook.run(input(Map.of("tenant", tooLong)))))
        .contains("fairness_key", "limit of 1024 bytes");
  }

  @Test
  void shouldFailForAThrottleKeyThatIsTooLong() {
    EnqueueHook hook = compile(HookScripts.FROM_HEADERS);
    String tooLong = "x".repeat(EnqueueVerdict.KEY_BYTES_MAX + 1);

    assertThat(failure(hook.run(input(Map.of("bucket", tooLong)))))
        .contains("throttle_keys", "limit of 1024 bytes");
  }

  @Test
  void shouldTakeAsManyThrottleKeysAsTheLimitAllows() {
    EnqueueHook hook = compile(HookScripts.MANY_THROTTLE_KEYS);

    HookResult<EnqueueVerdict> result = hook.run(input(Map.of("count", "32")));

    assertThat(result).isInstanceOf(Decided.class);
    assertThat(((Decided<EnqueueVerdict>) result).verdict().throttleKeys())
        .hasSize(EnqueueVerdict.THROTTLE_KEYS_MAX)
        .startsWith("1", "2")
        .endsWith("32");
  }

  @Test
  void shouldFailForTooManyThrottleKeys() {
    EnqueueHook hook = compile(HookScripts.MANY_THROTTLE_KEYS);

    assertThat(failure(hook.run(input(Map.of("count", "33")))))
        .contains("throttle_keys", "limit of 32");
  }

  @Test
  void shouldKeepNothingBetweenCalls() {
    EnqueueHook hook = compile(HookScripts.COUNTING);

    for (int call = 0; call < 3; call++) {
      assertThat(hook.run(input(Map.of())))
          .isEqualTo(new Decided<>(new EnqueueVerdict("1,1,1", 1, List.of())));
    }
  }

  @Test
  void shouldServeSeveralThreadsAtOnce() throws Exception {
    EnqueueHook hook = compile(HookScripts.FROM_HEADERS);
    List<Callable<Boolean>> callers = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      HookResult<EnqueueVerdict> expected =
          new Decided<>(new EnqueueVerdict("tenant-" + thread, thread + 1, List.of("b" + thread)));
      EnqueueHook.Input input =
          input(
              Map.of(
                  "tenant", "tenant-" + thread,
                  "weight", String.valueOf(thread + 1),
                  "bucket", "b" + thread));
      callers.add(
          () -> {
            boolean same = true;
            for (int call = 0; call < CALLS_PER_THREAD; call++) {
              same &= hook.run(input).equals(expected);
            }
            return same;
          });
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<Boolean> caller : threads.invokeAll(callers)) {
        assertThat(caller.get()).isTrue();
      }
    }
  }

  @Test
  void shouldRefuseASyntaxErrorInOneLineWithItsLineNumber() {
    assertThat(refusal(compiler().compileOnEnqueue(HookScripts.SYNTAX_ERROR)))
        .contains("line 2")
        .doesNotContain("\n");
    assertThat(refusal(compiler().compileOnFailure(HookScripts.SYNTAX_ERROR)))
        .contains("line 2")
        .doesNotContain("\n");
  }

  @Test
  void shouldRefuseAScriptWithoutTheFunction() {
    assertThat(refusal(compiler().compileOnEnqueue(HookScripts.WITHOUT_FUNCTION)))
        .contains("on_enqueue");
    assertThat(refusal(compiler().compileOnFailure(HookScripts.FAILURE_WITHOUT_FUNCTION)))
        .contains("on_failure");
  }

  @Test
  void shouldDecideOnAFailure() {
    FailureHook hook = hook(compiler().compileOnFailure(HookScripts.BACK_OFF));

    assertThat(hook.run(failed(Map.of("extra", "7"), 2, "timed out")))
        .isEqualTo(new Decided<>(new FailureVerdict.Retry(2_000 + 7 + 6 + 36)));
    assertThat(hook.run(failed(Map.of(), 3, "timed out")))
        .isEqualTo(new Decided<>(new FailureVerdict.DeadLetter()));
    assertThat(hook.run(failed(Map.of(), 1, "fatal")))
        .isEqualTo(new Decided<>(new FailureVerdict.DeadLetter()));
  }

  @Test
  void shouldRetryAtOnceWhereNothingElseIsChosen() {
    FailureHook hook = hook(compiler().compileOnFailure(HookScripts.FAILURE_EMPTY_TABLE));

    assertThat(hook.run(failed(Map.of(), 9, ""))).isEqualTo(new Decided<>(FailureVerdict.DEFAULT));
  }

  private EnqueueHook compile(String source) {
    return hook(compiler().compileOnEnqueue(source));
  }

  private static <H> H hook(Compiled<H> compiled) {
    assertThat(compiled).isInstanceOf(Compiled.Hook.class);
    return ((Compiled.Hook<H>) compiled).hook();
  }

  private static String refusal(Compiled<?> compiled) {
    assertThat(compiled).isInstanceOf(Compiled.Refused.class);
    return ((Compiled.Refused<?>) compiled).reason();
  }

  private static String failure(HookResult<EnqueueVerdict> result) {
    assertThat(result).isInstanceOf(Failed.class);
    return ((Failed<EnqueueVerdict>) result).reason();
  }

  private static FailureHook.Input failed(Map<String, String> headers, int attempts, String error) {
    return new FailureHook.Input("orders", new MessageId(1, 2), headers, attempts, error);
  }

  private static EnqueueHook.Input input(Map<String, String> headers) {
    return new EnqueueHook.Input("orders", headers, 0);
  }
}
