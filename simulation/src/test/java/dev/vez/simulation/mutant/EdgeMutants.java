package dev.vez.simulation.mutant;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.DeliverySink;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.Timers;
import dev.vez.simulation.audit.Invariant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Brokers that tell their clients what is not so, and clocks and timers that are not to be had. */
final class EdgeMutants {

  private EdgeMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant(
            "accepted-and-dropped",
            "Some messages are accepted and kept nowhere.",
            "faults.md Q1, architecture.md 7.5",
            Patches.messaging(
                messaging ->
                    new ForwardingMessaging(messaging) {
                      @Override
                      public CompletionStage<Result<MessageId>> enqueue(EnqueueRequest request) {
                        long number = numberOf(request);
                        return number % 20 == 0
                            ? CompletableFuture.completedFuture(
                                Result.accepted(new MessageId(1, number)))
                            : super.enqueue(request);
                      }
                    })),
        new Mutant(
            "kept-and-refused",
            "Some messages are kept although they were refused.",
            "architecture.md 5, faults.md Q3",
            Patches.messaging(
                messaging ->
                    new ForwardingMessaging(messaging) {
                      @Override
                      public CompletionStage<Result<MessageId>> enqueue(EnqueueRequest request) {
                        long number = numberOf(request);
                        return super.enqueue(request)
                            .thenApply(
                                result ->
                                    number % 20 == 0
                                        ? Result.rejected(new Rejection.NotLeader(""))
                                        : result);
                      }
                    })),
        new Mutant(
            "never-answered",
            "Some calls get no answer.",
            "faults.md Q5",
            Patches.messaging(
                messaging ->
                    new ForwardingMessaging(messaging) {
                      @Override
                      public CompletionStage<Result<MessageId>> enqueue(EnqueueRequest request) {
                        CompletionStage<Result<MessageId>> answer = super.enqueue(request);
                        return numberOf(request) % 50 == 0 ? new CompletableFuture<>() : answer;
                      }
                    })),
        new Mutant(
            "ack-not-carried-out",
            "Some acks are answered and not carried out.",
            "faults.md Q3, architecture.md 7.8",
            Patches.messaging(
                messaging ->
                    new ForwardingMessaging(messaging) {
                      @Override
                      public CompletionStage<Result<Settled>> ack(
                          String queue, MessageId message, LeaseId lease) {
                        return Math.floorMod(message.low(), 10) == 0
                            ? CompletableFuture.completedFuture(Result.accepted(Settled.INSTANCE))
                            : super.ack(queue, message, lease);
                      }
                    })),
        new Mutant(
            "live-lease-refused",
            "Some acks are carried out and answered NOT_FOUND.",
            "architecture.md 7.8",
            Patches.messaging(
                messaging ->
                    new ForwardingMessaging(messaging) {
                      @Override
                      public CompletionStage<Result<Settled>> nack(
                          String queue, MessageId message, LeaseId lease, String error) {
                        return CompletableFuture.completedFuture(notFound(queue, message));
                      }

                      @Override
                      public CompletionStage<Result<Settled>> ack(
                          String queue, MessageId message, LeaseId lease) {
                        return Math.floorMod(message.low(), 10) == 0
                            ? CompletableFuture.completedFuture(notFound(queue, message))
                            : super.ack(queue, message, lease);
                      }
                    })),
        sink(
            "delivered-twice",
            "A lease is handed out twice.",
            "faults.md Q2",
            sink ->
                new DeliverySink() {
                  @Override
                  public void deliver(Delivery delivery) {
                    sink.deliver(delivery);
                    if (delivery.lease().index() % 10 == 0) {
                      sink.deliver(delivery);
                    }
                  }

                  @Override
                  public void end(Rejection reason) {
                    sink.end(reason);
                  }
                }),
        sink(
            "delivered-out-of-order",
            "Two deliveries change places.",
            "faults.md Q4, Q8",
            sink ->
                new DeliverySink() {
                  private final ArrayDeque<Delivery> held = new ArrayDeque<>();

                  @Override
                  public void deliver(Delivery delivery) {
                    held.push(delivery);
                    if (held.size() == 2) {
                      held.forEach(sink::deliver);
                      held.clear();
                    }
                  }

                  @Override
                  public void end(Rejection reason) {
                    sink.end(reason);
                  }
                }),
        new Mutant(
                "broken-script-lifts-limits",
                "Where a script fails, defaults do, whatever the configuration says.",
                "fila-v1.md 4, faults.md Q9",
                Patches.hooks(WithDefaults::new))
            .foundBy(Invariant.SCRIPT_FAILURE_REFUSED),
        new Mutant(
            "wall-clock-as-log-time",
            "Log time follows the wall clock, which is set back and forth.",
            "faults.md C7, architecture.md 7.23",
            Patches.clock(
                clock ->
                    new Clock() {
                      @Override
                      public long wallMillis() {
                        return clock.wallMillis();
                      }

                      @Override
                      public long monotonicNanos() {
                        return clock.wallMillis() * 1_000_000;
                      }
                    })),
        new Mutant(
            "timers-lost",
            "Some timers never go off.",
            "architecture.md 7.21",
            Patches.timers(
                (timers, chance) ->
                    (Timers)
                        (delayNanos, task) ->
                            chance.percent(10) ? () -> {} : timers.schedule(delayNanos, task))),
        new Mutant(
            "expiry-never",
            "No timer of more than a second goes off, so leases outlive their deadline while the"
                + " broker is idle.",
            "architecture.md 7.11",
            Patches.timers(
                (timers, _) ->
                    (Timers)
                        (delayNanos, task) ->
                            delayNanos > 1_000_000_000L
                                ? () -> {}
                                : timers.schedule(delayNanos, task))));
  }

  /** Scripts that decide by default where they fail. */
  private record WithDefaults(HookCompiler compiler) implements HookCompiler {

    @Override
    public Compiled<EnqueueHook> compileOnEnqueue(String source) {
      return switch (compiler.compileOnEnqueue(source)) {
        case Compiled.Hook<EnqueueHook>(var hook) ->
            new Compiled.Hook<>(
                input -> {
                  try {
                    return hook.run(input) instanceof HookResult.Decided<EnqueueVerdict> decided
                        ? decided
                        : new HookResult.Decided<>(EnqueueVerdict.DEFAULT);
                  } catch (IllegalArgumentException _) {
                    return new HookResult.Decided<>(EnqueueVerdict.DEFAULT);
                  }
                });
        case Compiled.Refused<EnqueueHook> refused -> refused;
      };
    }

    @Override
    public Compiled<FailureHook> compileOnFailure(String source) {
      return compiler.compileOnFailure(source);
    }
  }

  private static Mutant sink(
      String name, String what, String source, UnaryOperator<DeliverySink> patch) {
    return new Mutant(
        name,
        what,
        source,
        Patches.messaging(
            messaging ->
                new ForwardingMessaging(messaging) {
                  @Override
                  public CompletionStage<Result<Subscription>> consume(
                      String queue, int window, DeliverySink sink) {
                    return super.consume(queue, window, patch.apply(sink));
                  }
                }));
  }

  private static Result<Settled> notFound(String queue, MessageId message) {
    return Result.rejected(new Rejection.LeaseNotFound(queue, message.toString()));
  }

  /** A body begins with the number of its message. */
  private static long numberOf(EnqueueRequest request) {
    return request.body().asByteBuffer().getLong();
  }
}
