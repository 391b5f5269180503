package dev.vez.engine.service;

import dev.vez.domain.command.NackMessage;
import dev.vez.domain.command.NackVerdict;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.engine.catalogue.CatalogueEntry;
import dev.vez.engine.codec.ContentCodec;
import dev.vez.engine.delivery.DataGroup;
import dev.vez.engine.delivery.HeldMessage;
import dev.vez.engine.hook.HookTask;
import dev.vez.engine.hook.HookThreads;
import dev.vez.engine.hook.QueueScript;
import dev.vez.engine.hook.ScriptRunner;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.FailureVerdict;
import dev.vez.ports.scheduling.HookResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Nacks messages of queues with an {@code on_failure} script. The script runs off the loop, so the
 * lease that it saw may have ended before its verdict is proposed. The proposal is therefore bound
 * to that lease; where it has been replaced by another and the consumer did not name one, the
 * script runs again for the new one.
 */
final class FailureHooks {

  /** A lease is replaced after its visibility timeout at the earliest, so this is a long time. */
  private static final int ROUNDS_MAX = 16;

  private final HookThreads threads;
  private final ScriptRunner runner;
  private final Clock clock;

  FailureHooks(HookThreads threads, ScriptRunner runner, Clock clock) {
    this.threads = threads;
    this.runner = runner;
    this.clock = clock;
  }

  /**
   * Nacks a message.
   *
   * @param lease which the consumer has named, or {@link LeaseId#NONE}
   * @param error its words, cut to {@link NackMessage#ERROR_BYTES_MAX}
   */
  CompletionStage<Result<Settled>> nack(
      CatalogueEntry queue,
      QueueScript<FailureHook> script,
      DataGroup group,
      MessageId message,
      LeaseId lease,
      String error) {
    Nack nack = new Nack(queue, script, group, message, lease, error);
    nack.start();
    return nack.answer;
  }

  private final class Nack {

    private final CatalogueEntry queue;
    private final QueueScript<FailureHook> script;
    private final DataGroup group;
    private final MessageId message;
    private final LeaseId named;
    private final String error;
    private final CompletableFuture<Result<Settled>> answer = new CompletableFuture<>();

    /** Touched by one thread after the other. */
    private int rounds;

    Nack(
        CatalogueEntry queue,
        QueueScript<FailureHook> script,
        DataGroup group,
        MessageId message,
        LeaseId named,
        String error) {
      this.queue = queue;
      this.script = script;
      this.group = group;
      this.message = message;
      this.named = named;
      this.error = error;
    }

    void start() {
      if (++rounds > ROUNDS_MAX) {
        refuse(noLease());
        return;
      }
      CompletableFuture<Void> _ = group.held(queue.id(), message).thenAccept(this::onHeld);
    }

    private void onHeld(Result<Optional<HeldMessage>> result) {
      switch (result) {
        case Result.Rejected<Optional<HeldMessage>>(var reason) -> refuse(reason);
        case Result.Accepted<Optional<HeldMessage>>(var held) -> {
          if (held.isEmpty()) {
            refuse(noLease());
          } else if (!named.equals(LeaseId.NONE) && !named.equals(held.get().lease())) {
            refuse(leaseLost());
          } else {
            threads.enter(new Task(this, held.get()));
          }
        }
      }
    }

    void judge(HeldMessage held) {
      FailureHook.Input input =
          new FailureHook.Input(
              queue.name(),
              message,
              ContentCodec.decode(held.payload()).headers(),
              held.nextAttempts(),
              error);
      FailureVerdict verdict =
          switch (runner.run(script, hook -> hook.run(input))) {
            case HookResult.Decided<FailureVerdict>(var decided) -> decided;
            case HookResult.Failed<FailureVerdict> _ -> FailureVerdict.DEFAULT;
          };
      propose(held.lease(), inWordsOfTheMachine(verdict));
    }

    private void propose(LeaseId lease, NackVerdict verdict) {
      NackMessage command =
          new NackMessage(queue.id(), message, lease, verdict, error, clock.wallMillis());
      Runnable onLeaseLost = named.equals(LeaseId.NONE) ? this::start : () -> refuse(leaseLost());
      SettleCall call = SettleCall.nack(command, queue.name(), message, onLeaseLost);
      CompletionStage<Void> _ = call.thenAccept(answer::complete);
      group.submit(call);
    }

    void refuse(Rejection reason) {
      answer.complete(Result.rejected(reason));
    }

    private Rejection leaseLost() {
      return new Rejection.LeaseLost(queue.name(), message.toString());
    }

    private Rejection noLease() {
      return new Rejection.LeaseNotFound(queue.name(), message.toString());
    }
  }

  private static NackVerdict inWordsOfTheMachine(FailureVerdict verdict) {
    return switch (verdict) {
      case FailureVerdict.Retry(long delayMillis) -> new NackVerdict.Retry(delayMillis);
      case FailureVerdict.DeadLetter() -> new NackVerdict.DeadLetter();
    };
  }

  /** A nack that waits for its script. */
  private record Task(Nack nack, HeldMessage held) implements HookTask {

    @Override
    public QueueId queue() {
      return nack.queue.id();
    }

    /** Nacks of different messages have no order. */
    @Override
    public long origin() {
      return nack.message.low();
    }

    @Override
    public int bytes() {
      return held.payload().size();
    }

    @Override
    public void run() {
      nack.judge(held);
    }

    @Override
    public void refused(Rejection reason) {
      nack.refuse(reason);
    }
  }
}
