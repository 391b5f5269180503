package dev.vez.ports.scheduling;

/** The scripts of {@link HookCompilerContract}. A fake must be told what each of them does. */
public final class HookScripts {

  /** Takes everything from the headers {@code tenant}, {@code weight} and {@code bucket}. */
  public static final String FROM_HEADERS =
      """
      function on_enqueue(msg)
        return {
          fairness_key = msg.headers.tenant,
          weight = msg.headers.weight,
          throttle_keys = { msg.headers.bucket },
        }
      end
      """;

  /** Makes the key {@code <queue>/<payload size>}. */
  public static final String FROM_QUEUE_AND_SIZE =
      """
      function on_enqueue(msg)
        return { fairness_key = msg.queue .. "/" .. msg.payload_size }
      end
      """;

  /** Chooses nothing. */
  public static final String EMPTY_TABLE = "function on_enqueue(msg) return {} end";

  /** Raises an error with the header {@code tenant} in its text, in line 2. */
  public static final String FAILING =
      """
      function on_enqueue(msg)
        error("no such tenant: " .. msg.headers.tenant)
      end
      """;

  /** Throttle keys {@code 1} to as many as the header {@code count} says. */
  public static final String MANY_THROTTLE_KEYS =
      """
      function on_enqueue(msg)
        local keys = {}
        for i = 1, msg.headers.count do keys[i] = i end
        return { throttle_keys = keys }
      end
      """;

  /** Counts its calls in globals, in an upvalue and in a table, and gives the count as the key. */
  public static final String COUNTING =
      """
      local upvalue = 0
      local kept = { calls = 0 }
      function on_enqueue(msg)
        global = (global or 0) + 1
        upvalue = upvalue + 1
        kept.calls = kept.calls + 1
        return { fairness_key = global .. "," .. upvalue .. "," .. kept.calls }
      end
      """;

  /**
   * Retries after as many seconds as there were attempts, and as many milliseconds as the header
   * {@code extra} says and the name of the queue and the id have characters; dead letter from the
   * third attempt on, and at once where the error is {@code fatal}.
   */
  public static final String BACK_OFF =
      """
      function on_failure(msg)
        if msg.attempts >= 3 or msg.error == "fatal" then return { action = "dlq" } end
        local extra = (msg.headers.extra or 0) + #msg.queue + #msg.id
        return { action = "retry", delay_ms = 1000 * msg.attempts + extra }
      end
      """;

  /** Chooses nothing. */
  public static final String FAILURE_EMPTY_TABLE = "function on_failure() return {} end";

  /** Has a mistake in line 2. */
  public static final String SYNTAX_ERROR =
      """
      function on_enqueue(msg)
        return { fairness_key = }
      end
      """;

  /** Compiles, but lacks the function. */
  public static final String WITHOUT_FUNCTION = "function on_failure(msg) return {} end";

  /** Compiles, but lacks the function. */
  public static final String FAILURE_WITHOUT_FUNCTION = "on_failure = 1";

  private HookScripts() {}
}
