package dev.vez.engine.service;

import dev.vez.domain.id.QueueId;
import dev.vez.engine.hook.HookTask;
import dev.vez.engine.hook.HookThreads;
import dev.vez.engine.hook.OnError;
import dev.vez.engine.hook.QueueScript;
import dev.vez.engine.hook.ScriptRunner;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.HookResult;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
  private final BatchResolver batches;

  /** What becomes of batches; its methods must not throw. */
  interface BatchResolver {

    /** Takes the next message of a batch with the verdict on it. */
    void resolveNext(EnqueueBatchCall call, EnqueueVerdict verdict);

    /** No message of the batch is left. */
    void submit(EnqueueBatchCall call);
  }

  /**
   * @param next takes each call with the verdict on it; must not throw
   * @param batches takes the messages of batches
   */
  EnqueueHooks(
      HookThreads threads,
      ScriptRunner runner,
      OnError onError,
      RequestChecks checks,
      BiConsumer<EnqueueCall, EnqueueVerdict> next,
      BatchResolver batches) {
    this.threads = threads;
    this.runner = runner;
    this.onError = onError;
    this.checks = checks;
    this.next = next;
    this.batches = batches;
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

  /** Passes a batch on, its messages in order, as it does with calls. */
  void enter(EnqueueBatchCall call) {
    QueueScript<EnqueueHook> script = call.queue().onEnqueue();
    if (script != null) {
      threads.enter(new BatchTask(call, script));
      return;
    }
    while (call.hasNext()) {
      if (!isRefused(call)) {
        batches.resolveNext(call, EnqueueVerdict.DEFAULT);
      }
    }
    batches.submit(call);
  }

  private void judge(EnqueueCall call, QueueScript<EnqueueHook> script) {
    judge(
        script,
        call.hookInput(),
        verdict -> next.accept(call, verdict),
        call::refused,
        call.queue().name());
  }

  private void judgeNext(EnqueueBatchCall call, QueueScript<EnqueueHook> script) {
    if (!isRefused(call)) {
      judge(
          script,
          call.hookInput(),
          verdict -> batches.resolveNext(call, verdict),
          call::refuseNext,
          call.queue().name());
    }
  }

  private void judge(
      QueueScript<EnqueueHook> script,
      EnqueueHook.Input input,
      Consumer<EnqueueVerdict> onVerdict,
      Consumer<Rejection> onRefusal,
      String queue) {
    switch (runner.run(script, hook -> checked(hook.run(input)))) {
      case HookResult.Decided<EnqueueVerdict>(var verdict) -> onVerdict.accept(verdict);
      case HookResult.Failed<EnqueueVerdict>(var reason) -> {
        switch (onError) {
          case DEFAULT -> onVerdict.accept(EnqueueVerdict.DEFAULT);
          case REJECT -> onRefusal.accept(new Rejection.ScriptFailed(queue, reason));
        }
      }
    }
  }

  /** Keeps the next message out where it is over a limit. */
  private boolean isRefused(EnqueueBatchCall call) {
    EnqueueBatch.Message message = call.next();
    Rejection problem = checks.message(message.headers(), message.body());
    if (problem == null) {
      problem = RequestChecks.idempotencyKey(message.idempotencyKey());
    }
    if (problem != null) {
      call.refuseNext(problem);
    }
    return problem != null;
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

  /** A batch, whose messages take their turns on the thread with those of other queues. */
  private final class BatchTask implements HookTask {

    private static final int MESSAGES_AT_ONCE = 8;

    private final EnqueueBatchCall call;
    private final QueueScript<EnqueueHook> script;

    /** Fixed, because what it is when the task leaves must be what it was when it came. */
    private final int bytes;

    private boolean unfinished;

    BatchTask(EnqueueBatchCall call, QueueScript<EnqueueHook> script) {
      this.call = call;
      this.script = script;
      bytes = call.bodyBytes();
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
      return bytes;
    }

    @Override
    public void run() {
      for (int i = 0; i < MESSAGES_AT_ONCE && call.hasNext(); i++) {
        judgeNext(call, script);
      }
      unfinished = call.hasNext();
      if (!unfinished) {
        batches.submit(call);
      }
    }

    @Override
    public boolean isUnfinished() {
      return unfinished;
    }

    @Override
    public void refused(Rejection reason) {
      call.refused(reason);
    }
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
