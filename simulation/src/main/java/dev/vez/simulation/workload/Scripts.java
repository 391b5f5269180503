package dev.vez.simulation.workload;

import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.FailureVerdict;
import dev.vez.ports.scheduling.FakeHookCompiler;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.simulation.audit.FailurePlan;
import java.util.List;
import java.util.Map;

/** The script that queues of a run have. */
public final class Scripts {

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

  private Scripts() {}

  /** Compiles the script. */
  public static HookCompiler compiler() {
    return new FakeHookCompiler()
        .deciding(BY_HEADERS, Scripts::decide)
        .decidingOnFailure(FAILURE_BY_HEADERS, Scripts::decideOnFailure);
  }

  private static FailureVerdict decideOnFailure(FailureHook.Input input) {
    Map<String, String> headers = input.headers();
    if (headers.containsKey(POISON)) {
      throw new IllegalArgumentException("The script was made to fail");
    }
    FailurePlan plan =
        new FailurePlan(
            Long.parseLong(headers.getOrDefault(DELAY, "0")),
            Integer.parseInt(headers.getOrDefault(DEAD_FROM, "0")));
    return plan.isDeadAfter(input.attempts())
        ? new FailureVerdict.DeadLetter()
        : new FailureVerdict.Retry(plan.delayMillis());
  }

  private static EnqueueVerdict decide(EnqueueHook.Input input) {
    Map<String, String> headers = input.headers();
    if (headers.containsKey(POISON)) {
      throw new IllegalArgumentException("The script was made to fail");
    }
    return new EnqueueVerdict(
        headers.getOrDefault(KEY, ""),
        Integer.parseInt(headers.getOrDefault(WEIGHT, "1")),
        headers.containsKey(THROTTLE)
            ? List.of(headers.getOrDefault(THROTTLE, "").split(SEPARATOR, -1))
            : List.of());
  }
}
