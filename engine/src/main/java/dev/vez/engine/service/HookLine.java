package dev.vez.engine.service;

import dev.vez.ports.api.Rejection;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.Executors;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.SerialExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where messages wait for their queue's {@code on_enqueue} hook. Hooks run on a few threads; all
 * messages of one connection go through the same one, also those without a hook while others wait
 * there, so they leave in the order in which they came.
 */
final class HookLine {

  private static final long RETRY_AFTER_MILLIS = 100;

  /** One thread, and how many wait for it. */
  private record Stripe(SerialExecutor executor, AtomicInteger waiting) {}

  private final List<Stripe> stripes = new ArrayList<>();
  private final HookOptions options;
  private final RequestChecks checks;
  private final HookFailures failures;
  private final BiConsumer<EnqueueCall, EnqueueVerdict> next;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong waitingBytes = new AtomicLong();

  /**
   * A line that is empty.
   *
   * @param next takes each call with the verdict on it; must not throw
   */
  HookLine(
      Executors executors,
      HookOptions options,
      RequestChecks checks,
      HookFailures failures,
      BiConsumer<EnqueueCall, EnqueueVerdict> next) {
    this.options = options;
    this.checks = checks;
    this.failures = failures;
    this.next = next;
    for (int i = 0; i < options.threads(); i++) {
      stripes.add(new Stripe(executors.serial("hooks-" + i), new AtomicInteger()));
    }
  }

  /** Passes a call on, after its hook where it has one; or refuses it. Never blocks. */
  void enter(EnqueueCall call) {
    Stripe stripe = stripes.get(stripeOf(call.origin()));
    if (call.hook() == null && stripe.waiting().get() == 0) {
      next.accept(call, EnqueueVerdict.DEFAULT);
      return;
    }
    Rejection full = admit(call.bodyBytes());
    if (full != null) {
      call.refused(full);
      return;
    }
    stripe.waiting().incrementAndGet();
    stripe.executor().execute(() -> leave(stripe, call));
  }

  /** Ends the threads, after what waits. */
  void close() {
    stripes.forEach(stripe -> stripe.executor().execute(stripe.executor()::close));
  }

  private void leave(Stripe stripe, EnqueueCall call) {
    try {
      next.accept(call, judge(call));
    } finally {
      waiting.decrementAndGet();
      waitingBytes.addAndGet(-call.bodyBytes());
      // Last: who sees 0 here may overtake nobody.
      stripe.waiting().decrementAndGet();
    }
  }

  private EnqueueVerdict judge(EnqueueCall call) {
    EnqueueHook hook = call.hook();
    if (hook == null) {
      return EnqueueVerdict.DEFAULT;
    }
    return switch (run(hook, call)) {
      case HookResult.Decided<EnqueueVerdict>(var verdict) -> checked(call, verdict);
      case HookResult.Failed<EnqueueVerdict>(var reason) -> failed(call, reason);
    };
  }

  private static HookResult<EnqueueVerdict> run(EnqueueHook hook, EnqueueCall call) {
    try {
      return hook.run(call.hookInput());
    } catch (RuntimeException | StackOverflowError faulty) {
      return new HookResult.Failed<>("the hook threw " + faulty.getClass().getName());
    }
  }

  private EnqueueVerdict checked(EnqueueCall call, EnqueueVerdict verdict) {
    Rejection.@Nullable InvalidArgument problem = checks.verdict(verdict);
    return problem == null
        ? verdict
        : failed(call, "the script chose a " + problem.field() + ": " + problem.problem());
  }

  private EnqueueVerdict failed(EnqueueCall call, String reason) {
    failures.count(call.queueName(), reason);
    return EnqueueVerdict.DEFAULT;
  }

  private @Nullable Rejection admit(int bytes) {
    if (waiting.incrementAndGet() > options.backlogRequestsMax()) {
      waiting.decrementAndGet();
      return new Rejection.ResourceExhausted(
          "limits.hook_backlog_requests_max",
          options.backlogRequestsMax() + " messages wait for a hook already",
          RETRY_AFTER_MILLIS);
    }
    if (bytes > 0 && waitingBytes.addAndGet(bytes) > options.backlogBytesMax()) {
      waitingBytes.addAndGet(-bytes);
      waiting.decrementAndGet();
      return new Rejection.ResourceExhausted(
          "limits.hook_backlog_bytes_max",
          "the messages that wait for a hook would exceed " + options.backlogBytesMax() + " bytes",
          RETRY_AFTER_MILLIS);
    }
    return null;
  }

  private int stripeOf(long origin) {
    // Origins may be numbered in steps; spread them (Fibonacci hashing).
    return (int) Long.remainderUnsigned((origin * 0x9e3779b97f4a7c15L) >>> 32, stripes.size());
  }
}
