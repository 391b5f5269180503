package dev.vez.engine.hook;

import dev.vez.ports.telemetry.HookKind;

/**
 * A compiled script of a queue and how it has fared. Kept as long as the queue has that script, so
 * that a breaker which is open stays so.
 *
 * @param <H> the type of the hook
 */
public final class QueueScript<H> {

  private final String queue;
  private final HookKind kind;
  private final String source;
  private final H hook;
  private final Breaker breaker;
  private final Quieter failureLines = new Quieter();
  private final Quieter bypassLines = new Quieter();
  private volatile String lastReason = "";

  /**
   * A script that has yet to run.
   *
   * @param queue name of its queue
   * @param source from which the hook was compiled
   */
  public QueueScript(String queue, HookKind kind, String source, H hook, HookOptions options) {
    this.queue = queue;
    this.kind = kind;
    this.source = source;
    this.hook = hook;
    this.breaker = new Breaker(options.breakerThreshold(), options.breakerCooldownNanos());
  }

  /** From which it was compiled. */
  public String source() {
    return source;
  }

  String queue() {
    return queue;
  }

  HookKind kind() {
    return kind;
  }

  /** The function that it defines. */
  public String function() {
    return switch (kind) {
      case ON_ENQUEUE -> "on_enqueue";
      case ON_FAILURE -> "on_failure";
    };
  }

  H hook() {
    return hook;
  }

  Breaker breaker() {
    return breaker;
  }

  Quieter failureLines() {
    return failureLines;
  }

  Quieter bypassLines() {
    return bypassLines;
  }

  String lastReason() {
    return lastReason;
  }

  void failedFor(String reason) {
    lastReason = reason;
  }
}
