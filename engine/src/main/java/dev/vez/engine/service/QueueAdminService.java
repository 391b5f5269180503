package dev.vez.engine.service;

import dev.vez.domain.command.CreateQueue;
import dev.vez.domain.command.DeleteQueue;
import dev.vez.domain.id.Mark;
import dev.vez.domain.outcome.CreateQueueOutcome;
import dev.vez.domain.outcome.DeleteQueueOutcome;
import dev.vez.domain.outcome.QueueEntered;
import dev.vez.domain.outcome.QueueExists;
import dev.vez.domain.outcome.QueueMarkedDeleting;
import dev.vez.domain.outcome.QueueUnknown;
import dev.vez.domain.record.QueueConfig;
import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueAdmin;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Rejection.InvalidArgument;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.HookCompiler.Compiled;
import dev.vez.ports.scheduling.SerialExecutor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What administrators may ask for. Compiling and gathering run on a thread of its own. */
public final class QueueAdminService implements QueueAdmin {

  private static final Logger LOG = LoggerFactory.getLogger(QueueAdminService.class);

  private final AdminCalls calls;
  private final MetaGroup meta;
  private final QueueFiguresReader figures;
  private final Redriving redriving;
  private final RequestChecks checks;
  private final HookCompiler compiler;
  private final SerialExecutor executor;

  /**
   * The service of one node.
   *
   * @param replicas nodes that hold a group
   * @param executor its thread
   */
  public QueueAdminService(
      AdminCalls calls,
      MetaGroup meta,
      DataGroups groups,
      RequestLimits limits,
      AdminOptions options,
      IntUnaryOperator replicas,
      HookCompiler compiler,
      DiskReserve diskReserve,
      SerialExecutor executor) {
    this.calls = calls;
    this.meta = meta;
    this.checks = new RequestChecks(limits);
    this.compiler = compiler;
    this.executor = executor;
    this.redriving = new Redriving(meta.view(), groups, diskReserve);
    this.figures = new QueueFiguresReader(meta.view(), groups, options, replicas, executor);
  }

  /** Ends its thread. */
  public void close() {
    executor.execute(executor::close);
  }

  @Override
  public CompletionStage<Result<String>> createQueue(NewQueue queue) {
    return admitted(
        check(queue),
        answer ->
            executor.execute(
                () -> {
                  Rejection refused = compile(queue);
                  if (refused == null) {
                    create(queue, answer);
                  } else {
                    answer.complete(Result.rejected(refused));
                  }
                }));
  }

  @Override
  public CompletionStage<Result<Settled>> deleteQueue(String queue) {
    return admitted(RequestChecks.existingQueue("queue", queue), answer -> delete(queue, answer));
  }

  @Override
  public CompletionStage<Result<Long>> redrive(Redrive redrive) {
    // The call is over for a stop of this node once the redrive has begun.
    return this.<CompletionStage<Result<Long>>>admitted(
            Redriving.check(redrive), answer -> redriving.run(redrive, answer))
        .thenCompose(
            begun ->
                switch (begun) {
                  case Result.Accepted<CompletionStage<Result<Long>>>(var end) -> end;
                  case Result.Rejected<CompletionStage<Result<Long>>>(var reason) ->
                      CompletableFuture.completedStage(Result.rejected(reason));
                });
  }

  @Override
  public CompletionStage<Result<List<QueueSummary>>> listQueues() {
    return admitted(null, answer -> figures.list(figures.groups(), answer));
  }

  /** The queues of one data group, which this node leads. */
  public CompletionStage<Result<List<QueueSummary>>> listQueues(int group) {
    return admitted(null, answer -> figures.list(List.of(group), answer));
  }

  @Override
  public CompletionStage<Result<QueueStats>> queueStats(String queue) {
    return admitted(
        RequestChecks.existingQueue("queue", queue), answer -> figures.read(queue, answer));
  }

  private <T> CompletionStage<Result<T>> admitted(
      @Nullable Rejection problem, AdminCalls.Body<T> body) {
    return calls.admit(problem, body);
  }

  private @Nullable InvalidArgument check(NewQueue queue) {
    InvalidArgument problem = RequestChecks.newQueueName("name", queue.name());
    if (problem == null) {
      problem = checks.script("config.on_enqueue_script", queue.onEnqueueScript());
    }
    if (problem == null) {
      problem = checks.script("config.on_failure_script", queue.onFailureScript());
    }
    if (problem == null) {
      problem =
          RequestChecks.visibilityTimeout(
              "config.visibility_timeout_ms", queue.visibilityTimeoutMillis());
    }
    return problem;
  }

  private @Nullable InvalidArgument compile(NewQueue queue) {
    InvalidArgument problem =
        compile("config.on_enqueue_script", queue.onEnqueueScript(), compiler::compileOnEnqueue);
    return problem == null
        ? compile("config.on_failure_script", queue.onFailureScript(), compiler::compileOnFailure)
        : problem;
  }

  private static @Nullable InvalidArgument compile(
      String field, String source, Function<String, ? extends Compiled<?>> compile) {
    if (source.isEmpty()) {
      return null;
    }
    try {
      return switch (compile.apply(source)) {
        case Compiled.Hook<?> _ -> null;
        case Compiled.Refused<?>(var reason) -> new InvalidArgument(field, reason);
      };
    } catch (RuntimeException faulty) {
      LOG.warn("The compiler of scripts threw", faulty);
      return new InvalidArgument(field, "the script cannot be compiled");
    }
  }

  private void create(NewQueue queue, CompletableFuture<Result<String>> answer) {
    long visibilityTimeoutMillis =
        queue.visibilityTimeoutMillis() == 0
            ? QueueConfig.VISIBILITY_TIMEOUT_MILLIS_DEFAULT
            : queue.visibilityTimeoutMillis();
    QueueConfig config =
        new QueueConfig(queue.onEnqueueScript(), queue.onFailureScript(), visibilityTimeoutMillis);
    int textBytes =
        queue.name().length() + queue.onEnqueueScript().length() + queue.onFailureScript().length();
    submit(
        new CatalogueCall<>(
            new CreateQueue(queue.name(), config, figures.emptiestGroup()),
            textBytes,
            (call, outcome) -> {
              switch ((CreateQueueOutcome) outcome) {
                case QueueEntered(var id, var group, var mark) ->
                    acceptOnceConfirmed(call, group, mark, queue.name());
                case QueueExists(var name) -> call.refused(new Rejection.QueueAlreadyExists(name));
              }
            }),
        answer);
  }

  private void delete(String queue, CompletableFuture<Result<Settled>> answer) {
    submit(
        new CatalogueCall<>(
            new DeleteQueue(queue),
            queue.length(),
            (call, outcome) -> {
              switch ((DeleteQueueOutcome) outcome) {
                case QueueMarkedDeleting(var group, var mark) ->
                    acceptOnceConfirmed(call, group, mark, Settled.INSTANCE);
                case QueueUnknown() -> call.refused(new Rejection.QueueNotFound(queue));
              }
            }),
        answer);
  }

  private <T> void submit(CatalogueCall<T> call, CompletableFuture<Result<T>> answer) {
    meta.submit(call);
    CompletionStage<Void> _ = call.thenAccept(answer::complete);
  }

  private <T> void acceptOnceConfirmed(CatalogueCall<T> call, int group, Mark mark, T value) {
    meta.whenConfirmed(
        group,
        mark,
        reason -> {
          if (reason == null) {
            call.accept(value);
          } else {
            call.refused(reason);
          }
        });
  }
}
