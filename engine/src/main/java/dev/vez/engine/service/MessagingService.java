package dev.vez.engine.service;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.ExtendLease;
import dev.vez.domain.command.NackMessage;
import dev.vez.domain.command.NackVerdict;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.engine.catalogue.CatalogueEntry;
import dev.vez.engine.catalogue.CatalogueView;
import dev.vez.engine.delivery.CreditedConsumer;
import dev.vez.engine.delivery.DataGroup;
import dev.vez.engine.hook.HookOptions;
import dev.vez.engine.hook.HookThreads;
import dev.vez.engine.hook.QueueScript;
import dev.vez.engine.hook.ScriptRunner;
import dev.vez.ports.api.CreditedSubscription;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.Settlement;
import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.DeliverySink;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.Executors;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.RandomSource;
import dev.vez.ports.telemetry.Telemetry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What producers and consumers may ask for. */
public final class MessagingService implements Messaging {

  private final Admission admission;
  private final DiskReserve diskReserve;
  private final CatalogueView catalogue;
  private final DataGroups groups;
  private final RequestChecks checks;
  private final MessageIds ids;
  private final Clock clock;
  private final ScriptRunner scripts;
  private final HookThreads hookThreads;
  private final EnqueueHooks enqueueHooks;
  private final FailureHooks failureHooks;

  /**
   * The service of one node.
   *
   * @param diskReserve whether there is room for messages
   * @param catalogue which queues there are
   * @param groups those that host them
   */
  public MessagingService(
      Admission admission,
      DiskReserve diskReserve,
      CatalogueView catalogue,
      DataGroups groups,
      RequestLimits limits,
      HookOptions hookOptions,
      Clock clock,
      RandomSource random,
      Executors executors,
      Telemetry telemetry) {
    this.admission = admission;
    this.diskReserve = diskReserve;
    this.catalogue = catalogue;
    this.groups = groups;
    this.checks = new RequestChecks(limits);
    this.ids = new MessageIds(clock, random);
    this.clock = clock;
    this.scripts = new ScriptRunner(hookOptions, clock, telemetry);
    this.hookThreads = new HookThreads(hookOptions, clock, executors);
    this.enqueueHooks =
        new EnqueueHooks(
            hookThreads,
            scripts,
            hookOptions.onError(),
            checks,
            this::resolveAndSubmit,
            new ResolvedBatches());
    this.failureHooks = new FailureHooks(hookThreads, scripts, clock);
  }

  /** Runs the scripts, and counts what fails. */
  public ScriptRunner scripts() {
    return scripts;
  }

  /**
   * Ends the threads of the hooks; what waits for one still gets its answer.
   *
   * @return completes once nothing waits for a hook any more
   */
  public CompletionStage<Void> close() {
    return hookThreads.close();
  }

  @Override
  public CompletionStage<Result<MessageId>> enqueue(EnqueueRequest request) {
    Rejection refusal = refusal(RequestChecks.queueName("queue", request.queue()));
    if (refusal == null) {
      refusal = checks.message(request.headers(), request.body());
    }
    if (refusal != null) {
      return rejected(refusal);
    }
    CatalogueEntry queue = catalogue.find(request.queue());
    if (queue == null) {
      return rejected(new Rejection.QueueNotFound(request.queue()));
    }
    Rejection full = diskReserve.refusal();
    if (full != null) {
      return rejected(full);
    }
    EnqueueCall call = new EnqueueCall(queue, request);
    enqueueHooks.enter(call);
    return call;
  }

  @Override
  public CompletionStage<Result<List<Result<MessageId>>>> enqueueBatch(EnqueueBatch batch) {
    Rejection refusal = refusal(RequestChecks.queueName("queue", batch.queue()));
    if (refusal == null) {
      refusal = RequestChecks.batch("messages", batch.messages().size());
    }
    if (refusal != null) {
      return rejected(refusal);
    }
    CatalogueEntry queue = catalogue.find(batch.queue());
    if (queue == null) {
      return rejected(new Rejection.QueueNotFound(batch.queue()));
    }
    Rejection full = diskReserve.refusal();
    if (full != null) {
      return rejected(full);
    }
    EnqueueBatchCall call = new EnqueueBatchCall(queue, batch, checks.messageBytesMax());
    enqueueHooks.enter(call);
    return call;
  }

  @Override
  public CompletionStage<Result<Subscription>> consume(
      String queue, int window, DeliverySink sink) {
    Rejection refusal = refusal(RequestChecks.existingQueue("queue", queue));
    if (refusal != null) {
      return rejected(refusal);
    }
    CatalogueEntry found = catalogue.find(queue);
    return found == null
        ? rejected(new Rejection.QueueNotFound(queue))
        : groupOf(found).consume(found.id(), queue, window, sink);
  }

  @Override
  public CompletionStage<Result<CreditedSubscription>> subscribe(
      SubscribeRequest request, DeliverySink sink) {
    Rejection refusal = refusal(RequestChecks.queueName("queue", request.queue()));
    if (refusal != null) {
      return rejected(refusal);
    }
    CatalogueEntry found = catalogue.find(request.queue());
    return found == null
        ? rejected(new Rejection.QueueNotFound(request.queue()))
        : groupOf(found)
            .subscribe(found.id(), request, sink)
            .thenApply(
                result ->
                    switch (result) {
                      case Result.Accepted<CreditedConsumer>(var consumer) ->
                          Result.accepted(new SettlingSubscription(consumer, this::settleBatch));
                      case Result.Rejected<CreditedConsumer>(var reason) -> Result.rejected(reason);
                    });
  }

  @Override
  public CompletionStage<Result<List<Result<Settled>>>> settleBatch(SettleBatch batch) {
    Rejection refusal = refusal(RequestChecks.queueName("queue", batch.queue()));
    if (refusal == null) {
      refusal = RequestChecks.settlements("settlements", batch.settlements().size());
    }
    if (refusal != null) {
      return rejected(refusal);
    }
    CatalogueEntry queue = catalogue.find(batch.queue());
    if (queue == null) {
      return rejected(new Rejection.QueueNotFound(batch.queue()));
    }
    return BatchSettling.settle(
        batch.settlements(),
        messages -> {
          AcksCall call = new AcksCall(queue, messages, batch.isBoundedBySource());
          groupOf(queue).submit(call);
          return call;
        },
        settlement -> settle(queue, settlement, batch.isBoundedBySource()));
  }

  private CompletionStage<Result<Settled>> settle(
      CatalogueEntry queue, Settlement settlement, boolean isBoundedBySource) {
    MessageId message = settlement.message().id();
    LeaseId lease = settlement.message().lease();
    return switch (settlement) {
      case Settlement.Ack _ ->
          submitted(
              queue,
              SettleCall.ack(new AckMessage(queue.id(), message, lease), queue.name(), message)
                  .boundedBySource(isBoundedBySource));
      case Settlement.Nack(_, var error) -> {
        String kept = Utf8.cut(error, NackMessage.ERROR_BYTES_MAX);
        QueueScript<FailureHook> script = queue.onFailure();
        yield script == null
            ? submitted(
                queue, nackCall(queue, message, lease, kept).boundedBySource(isBoundedBySource))
            : failureHooks.nack(queue, script, groupOf(queue), message, lease, kept);
      }
      case Settlement.Extend(_, var durationMillis) -> {
        Rejection problem = RequestChecks.extension("duration_ms", durationMillis);
        yield problem != null
            ? rejected(problem)
            : submitted(
                queue,
                SettleCall.extend(
                        new ExtendLease(queue.id(), message, lease, durationMillis),
                        queue.name(),
                        message)
                    .boundedBySource(isBoundedBySource));
      }
    };
  }

  @Override
  public CompletionStage<Result<Settled>> ack(String queue, MessageId message, LeaseId lease) {
    return settle(
        queue,
        null,
        found ->
            submitted(
                found, SettleCall.ack(new AckMessage(found.id(), message, lease), queue, message)));
  }

  @Override
  public CompletionStage<Result<Settled>> nack(
      String queue, MessageId message, LeaseId lease, String error) {
    String kept = Utf8.cut(error, NackMessage.ERROR_BYTES_MAX);
    return settle(
        queue,
        null,
        found -> {
          QueueScript<FailureHook> script = found.onFailure();
          return script == null
              ? submitted(found, nackCall(found, message, lease, kept))
              : failureHooks.nack(found, script, groupOf(found), message, lease, kept);
        });
  }

  private SettleCall nackCall(
      CatalogueEntry queue, MessageId message, LeaseId lease, String error) {
    return SettleCall.nack(
        new NackMessage(
            queue.id(), message, lease, NackVerdict.Retry.AT_ONCE, error, clock.wallMillis()),
        queue.name(),
        message);
  }

  @Override
  public CompletionStage<Result<Settled>> extend(
      String queue, MessageId message, LeaseId lease, long durationMillis) {
    return settle(
        queue,
        RequestChecks.extension("duration_ms", durationMillis),
        found ->
            submitted(
                found,
                SettleCall.extend(
                    new ExtendLease(found.id(), message, lease, durationMillis), queue, message)));
  }

  private CompletionStage<Result<Settled>> settle(
      String queue,
      @Nullable Rejection problem,
      Function<CatalogueEntry, CompletionStage<Result<Settled>>> settling) {
    Rejection refusal = refusal(RequestChecks.existingQueue("queue", queue));
    if (refusal == null) {
      refusal = problem;
    }
    if (refusal != null) {
      return rejected(refusal);
    }
    CatalogueEntry found = catalogue.find(queue);
    return found == null ? rejected(new Rejection.QueueNotFound(queue)) : settling.apply(found);
  }

  private SettleCall submitted(CatalogueEntry queue, SettleCall call) {
    groupOf(queue).submit(call);
    return call;
  }

  private void resolveAndSubmit(EnqueueCall call, EnqueueVerdict verdict) {
    call.resolve(ids.next(), verdict, clock.wallMillis());
    groupOf(call.queue()).submit(call);
  }

  private final class ResolvedBatches implements EnqueueHooks.BatchResolver {

    @Override
    public void resolveNext(EnqueueBatchCall call, EnqueueVerdict verdict) {
      call.resolveNext(ids.next(), verdict, clock.wallMillis());
    }

    @Override
    public void submit(EnqueueBatchCall call) {
      if (call.isToBeSubmitted()) {
        groupOf(call.queue()).submit(call);
      }
    }
  }

  private DataGroup groupOf(CatalogueEntry queue) {
    return groups.get(queue.group());
  }

  private @Nullable Rejection refusal(@Nullable Rejection problem) {
    Rejection closed = admission.refusal();
    return closed == null ? problem : closed;
  }

  private static <T> CompletionStage<Result<T>> rejected(Rejection reason) {
    return CompletableFuture.completedFuture(Result.rejected(reason));
  }
}
