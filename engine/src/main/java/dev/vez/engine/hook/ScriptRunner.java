package dev.vez.engine.hook;

import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.telemetry.HookKind;
import dev.vez.ports.telemetry.Telemetry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs scripts under their breakers, counts what fails and says so once per burst. May be used by
 * several threads.
 */
public final class ScriptRunner {

  private static final Logger LOG = LoggerFactory.getLogger(ScriptRunner.class);

  private final HookOptions options;
  private final Clock clock;
  private final Telemetry telemetry;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong openings = new AtomicLong();
  private final AtomicLong bypasses = new AtomicLong();

  public ScriptRunner(HookOptions options, Clock clock, Telemetry telemetry) {
    this.options = options;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /** How often a script has failed since the start. */
  public long failures() {
    return failures.get();
  }

  /** How often a breaker has opened since the start. */
  public long openings() {
    return openings.get();
  }

  /** How often a script was bypassed since the start. */
  public long bypasses() {
    return bypasses.get();
  }

  /**
   * Runs a script, unless its breaker is open.
   *
   * @param call runs the hook once and judges what it chose
   * @return what it decided, or why it did not
   */
  public <H, V> HookResult<V> run(
      QueueScript<H> script, Function<? super H, ? extends HookResult<V>> call) {
    long startNanos = clock.monotonicNanos();
    if (script.breaker().isOpen(startNanos)) {
      bypasses.incrementAndGet();
      return new HookResult.Failed<>(
          "the script is bypassed for a while, because it has failed "
              + options.breakerThreshold()
              + " times in a row (lua.circuit_breaker_threshold), at last for this reason: "
              + script.lastReason());
    }
    HookResult<V> result = caught(script, call);
    telemetry.hookRan(script.kind(), script.queue(), clock.monotonicNanos() - startNanos);
    switch (result) {
      case HookResult.Decided<V> _ -> script.breaker().succeeded();
      case HookResult.Failed<V>(var reason) -> failed(script, reason);
    }
    return result;
  }

  private static <H, V> HookResult<V> caught(
      QueueScript<H> script, Function<? super H, ? extends HookResult<V>> call) {
    try {
      return call.apply(script.hook());
    } catch (RuntimeException | StackOverflowError faulty) {
      return new HookResult.Failed<>("the hook threw " + faulty.getClass().getName());
    }
  }

  private void failed(QueueScript<?> script, String reason) {
    long now = clock.monotonicNanos();
    long sum = failures.incrementAndGet();
    script.failedFor(reason);
    telemetry.hookFailed(script.kind(), script.queue());
    if (script.failureLines().mayTell(now)) {
      LOG.warn(
          "The {} script of queue {} fails, so {} ({} failures of all scripts since the start; told"
              + " at most once a minute for each script): {}",
          script.function(),
          script.queue(),
          fallback(script.kind()),
          sum,
          reason);
    }
    if (script.breaker().failed(now)) {
      openings.incrementAndGet();
      telemetry.breakerOpened(script.kind(), script.queue());
      if (script.bypassLines().mayTell(now)) {
        LOG.warn(
            "The {} script of queue {} is bypassed for {} ms after {} failures in a row; until it"
                + " works again {}",
            script.function(),
            script.queue(),
            options.breakerCooldownMillis(),
            options.breakerThreshold(),
            fallback(script.kind()));
      }
    }
  }

  /** What becomes of messages where a script fails, for the log. */
  private String fallback(HookKind kind) {
    return switch (kind) {
      case ON_ENQUEUE ->
          switch (options.onError()) {
            case DEFAULT -> "the messages get the default key and weight";
            case REJECT -> "the messages are refused";
          };
      case ON_FAILURE -> "the messages are retried at once";
    };
  }
}
