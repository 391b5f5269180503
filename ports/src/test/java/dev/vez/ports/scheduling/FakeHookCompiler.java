package dev.vez.ports.scheduling;

import dev.vez.ports.scheduling.HookResult.Decided;
import dev.vez.ports.scheduling.HookResult.Failed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Knows scripts by their text: each source is registered with what it does, written in Java. A
 * source that was never registered is refused, as one with a mistake in it is.
 */
public final class FakeHookCompiler implements HookCompiler {

  private final Map<String, EnqueueHook> hooks = new ConcurrentHashMap<>();
  private final Map<String, FailureHook> failureHooks = new ConcurrentHashMap<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> runs = new ConcurrentHashMap<>();

  /** Lets {@code source} decide by {@code rule}. */
  public FakeHookCompiler deciding(
      String source, Function<EnqueueHook.Input, EnqueueVerdict> rule) {
    hooks.put(source, input -> within(rule.apply(input)));
    return this;
  }

  /** Lets {@code source} decide by {@code rule} what becomes of a message that failed. */
  public FakeHookCompiler decidingOnFailure(
      String source, Function<FailureHook.Input, FailureVerdict> rule) {
    failureHooks.put(source, input -> new Decided<>(rule.apply(input)));
    return this;
  }

  /** Lets {@code source} compile, and fail whenever it is run. */
  public FakeHookCompiler failing(String source, String reason) {
    hooks.put(source, input -> new Failed<>(reason));
    failureHooks.put(source, input -> new Failed<>(reason));
    return this;
  }

  /** Lets {@code source} be refused. */
  public FakeHookCompiler refusing(String source, String reason) {
    refusals.put(source, reason);
    return this;
  }

  /** Takes back {@link #refusing}. */
  public FakeHookCompiler acceptingAgain(String source) {
    refusals.remove(source);
    return this;
  }

  /** How often hooks of {@code source} have been run. */
  public long runs(String source) {
    LongAdder count = runs.get(source);
    return count == null ? 0 : count.sum();
  }

  @Override
  public Compiled<EnqueueHook> compileOnEnqueue(String source) {
    return compile(source, hooks, (hook, count) -> input -> counted(count, hook::run, input));
  }

  @Override
  public Compiled<FailureHook> compileOnFailure(String source) {
    return compile(
        source, failureHooks, (hook, count) -> input -> counted(count, hook::run, input));
  }

  private <H> Compiled<H> compile(
      String source, Map<String, H> known, BiFunction<H, LongAdder, H> counting) {
    String refusal = refusals.get(source);
    if (refusal != null) {
      return new Compiled.Refused<>(refusal);
    }
    H hook = known.get(source);
    if (hook == null) {
      return new Compiled.Refused<>("line 1: no such script is registered with the fake");
    }
    LongAdder count = runs.computeIfAbsent(source, key -> new LongAdder());
    return new Compiled.Hook<>(counting.apply(hook, count));
  }

  private static <I, V> HookResult<V> counted(
      LongAdder count, Function<I, HookResult<V>> run, I input) {
    count.increment();
    return run.apply(input);
  }

  /** Keeps rules to the limits that every compiler enforces. */
  private static HookResult<EnqueueVerdict> within(EnqueueVerdict verdict) {
    if (isTooLong(verdict.fairnessKey())) {
      return new Failed<>(
          "fairness_key is longer than the limit of " + EnqueueVerdict.KEY_BYTES_MAX + " bytes");
    }
    if (verdict.throttleKeys().size() > EnqueueVerdict.THROTTLE_KEYS_MAX) {
      return new Failed<>(
          "throttle_keys holds more than the limit of "
              + EnqueueVerdict.THROTTLE_KEYS_MAX
              + " keys");
    }
    if (verdict.throttleKeys().stream().anyMatch(FakeHookCompiler::isTooLong)) {
      return new Failed<>(
          "a key in throttle_keys is longer than the limit of "
              + EnqueueVerdict.KEY_BYTES_MAX
              + " bytes");
    }
    return new Decided<>(verdict);
  }

  private static boolean isTooLong(String key) {
    return key.getBytes(StandardCharsets.UTF_8).length > EnqueueVerdict.KEY_BYTES_MAX;
  }
}
