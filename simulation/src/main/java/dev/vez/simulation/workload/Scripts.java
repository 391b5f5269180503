package dev.vez.simulation.workload;

import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FakeHookCompiler;
import dev.vez.ports.scheduling.HookCompiler;
import java.util.List;
import java.util.Map;

/** The script that queues of a run have. */
public final class Scripts {

  static final String BY_HEADERS = "return what the headers key, weight and throttle say";
  static final String KEY = "key";
  static final String WEIGHT = "weight";

  /** Token buckets, with {@link #SEPARATOR} between. */
  static final String THROTTLE = "throttle";

  static final String SEPARATOR = " ";

  /** A message with this header makes the script fail. */
  static final String POISON = "poison";

  private Scripts() {}

  /** Compiles the script. */
  public static HookCompiler compiler() {
    return new FakeHookCompiler().deciding(BY_HEADERS, Scripts::decide);
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
