package dev.vez.engine.service;

import dev.vez.domain.id.QueueId;
import dev.vez.engine.hook.HookTask;
import dev.vez.engine.hook.HookThreads;
import dev.vez.engine.hook.OnError;
import dev.vez.engine.hook.QueueScript;
import dev.vez.engine.hook.ScriptRunner;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.HookResult;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes messages on with the verdict of their queue's {@code on_enqueue} script. Messages of one
 * connection for one queue leave in the order in which they came; a message for another queue may
 * overtake them, since nobody could tell and a slow script would hold it up.
 */
final class EnqueueHooks {

  private final HookThreads threads;
  private final ScriptRunner runner;
  private final OnError onError;
  private final RequestChecks checks;
  private final BiConsumer<EnqueueCall, EnqueueVerdict> next;

  /**
   * @param next takes each call with the verdict on it; must not throw
   */
  EnqueueHooks(
      HookThreads threads,
      ScriptRunner runner,
      OnError onError,
      RequestChecks checks,
      BiConsumer<EnqueueCall, EnqueueVerdict> next) {
    this.threads = threads;
    this.runner = runner;
    this.onError = onError;
    this.checks = checks;
    this.next = next;
  }

  /** Passes a call on, after its script where it has one; or refuses it. Never blocks. */
  void enter(EnqueueCall call) {
    QueueScript<EnqueueHook> script = call.queue().onEnqueue();
    if (script == null) {
      next.accept(call, EnqueueVerdict.DEFAULT);
    } else {
      threads.enter(new Task(call, script));
    }
  }

  private void judge(EnqueueCall call, QueueScript<EnqueueHook> script) {
    HookResult<EnqueueVerdict> result =
        runner.run(script, hook -> checked(hook.run(call.hookInput())));
    switch (result) {
      case HookResult.Decided<EnqueueVerdict>(var verdict) -> next.accept(call, verdict);
      case HookResult.Failed<EnqueueVerdict>(var reason) -> {
        switch (onError) {
          case DEFAULT -> next.accept(call, EnqueueVerdict.DEFAULT);
          case REJECT -> call.refused(new Rejection.ScriptFailed(call.queue().name(), reason));
        }
      }
    }
  }

  private HookResult<EnqueueVerdict> checked(HookResult<EnqueueVerdict> result) {
    if (result instanceof HookResult.Decided<EnqueueVerdict>(var verdict)) {
      Rejection.@Nullable InvalidArgument problem = checks.verdict(verdict);
      if (problem != null) {
        return new HookResult.Failed<>(
            "the script chose a " + problem.field() + ": " + problem.problem());
      }
    }
    return result;
  }

  private final class Task implements HookTask {

    private final EnqueueCall call;
    private final QueueScript<EnqueueHook> script;

    Task(EnqueueCall call, QueueScript<EnqueueHook> script) {
      this.call = call;
      this.script = script;
    }

    @Override
    public QueueId queue() {
      return call.queue().id();
    }

    @Override
    public long origin() {
      return call.origin();
    }

    @Override
    public int bytes() {
      return call.bodyBytes();
    }

    @Override
    public void run() {
      judge(call, script);
    }

    @Override
    public void refused(Rejection reason) {
      call.refused(reason);
    }
  }
}
