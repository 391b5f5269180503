package dev.vez.simulation.workload;

import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.FailureVerdict;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.simulation.audit.FailurePlan;
import dev.vez.simulation.world.TimedHooks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The scripts that queues of a run have: they do what the headers of a message say. */
public final class Scripts implements HookCompiler {

  static final String BY_HEADERS = "return what the headers key, weight and throttle say";
  static final String FAILURE_BY_HEADERS = "return what the headers delay and dead say";
  static final String KEY = "key";
  static final String WEIGHT = "weight";

  /** Token buckets, with {@link #SEPARATOR} between. */
  static final String THROTTLE = "throttle";

  static final String SEPARATOR = " ";

  /** Milliseconds that a failed message stays away. */
  static final String DELAY = "delay";

  /** Failed attempts from which on a message is a dead letter. */
  static final String DEAD_FROM = "dead";

  /** A message with this header makes the scripts fail. */
  static final String POISON = "poison";

  /** The value of {@link #POISON} with which they would never end. */
  static final String ENDLESS = "endless";

  private static final String UNKNOWN = "line 1: there is no such script";

  @Override
  public Compiled<EnqueueHook> compileOnEnqueue(String source) {
    return source.equals(BY_HEADERS)
        ? new Compiled.Hook<>(
            input ->
                Scripts.<EnqueueVerdict>failed(input.headers())
                    .orElseGet(() -> new HookResult.Decided<>(decide(input.headers()))))
        : new Compiled.Refused<>(UNKNOWN);
  }

  @Override
  public Compiled<FailureHook> compileOnFailure(String source) {
    return source.equals(FAILURE_BY_HEADERS)
        ? new Compiled.Hook<>(
            input ->
                Scripts.<FailureVerdict>failed(input.headers())
                    .orElseGet(() -> new HookResult.Decided<>(decideOnFailure(input))))
        : new Compiled.Refused<>(UNKNOWN);
  }

  /** A script that throws does what none may, and is caught all the same. */
  private static <V> Optional<HookResult<V>> failed(Map<String, String> headers) {
    String poison = headers.get(POISON);
    if (poison == null) {
      return Optional.empty();
    }
    if (poison.equals(ENDLESS)) {
      return Optional.of(new HookResult.Failed<>(TimedHooks.RAN_AWAY));
    }
    throw new IllegalArgumentException("The script was made to fail");
  }

  private static EnqueueVerdict decide(Map<String, String> headers) {
    return new EnqueueVerdict(
        headers.getOrDefault(KEY, ""),
        Integer.parseInt(headers.getOrDefault(WEIGHT, "1")),
        headers.containsKey(THROTTLE)
            ? List.of(headers.getOrDefault(THROTTLE, "").split(SEPARATOR, -1))
            : List.of());
  }

  private static FailureVerdict decideOnFailure(FailureHook.Input input) {
    Map<String, String> headers = input.headers();
    FailurePlan plan =
        new FailurePlan(
            Long.parseLong(headers.getOrDefault(DELAY, "0")),
            Integer.parseInt(headers.getOrDefault(DEAD_FROM, "0")));
    return plan.isDeadAfter(input.attempts())
        ? new FailureVerdict.DeadLetter()
        : new FailureVerdict.Retry(plan.delayMillis());
  }
}
