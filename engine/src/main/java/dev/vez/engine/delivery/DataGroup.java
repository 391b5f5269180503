package dev.vez.engine.delivery;

import dev.vez.domain.command.Entry;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.RedriveId;
import dev.vez.domain.machine.Applied;
import dev.vez.domain.machine.QueueMachine;
import dev.vez.domain.record.GroupSettings;
import dev.vez.engine.group.GroupDefinition;
import dev.vez.engine.group.GroupLoop;
import dev.vez.engine.group.GroupObserver;
import dev.vez.engine.group.GroupOptions;
import dev.vez.engine.group.GroupPorts;
import dev.vez.engine.group.Inquiry;
import dev.vez.engine.group.LogClock;
import dev.vez.engine.group.OwnCommand;
import dev.vez.engine.group.ReplicaState;
import dev.vez.engine.group.StatusListener;
import dev.vez.engine.group.Submission;
import dev.vez.engine.telemetry.QueueMeter;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.scheduling.DeliverySink;
import dev.vez.ports.scheduling.SerialExecutor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A group that hosts queues, with its consumers. May be called by any thread; never blocks. */
public final class DataGroup {

  private static final Logger LOG = LoggerFactory.getLogger(DataGroup.class);

  private final GroupSettings initialSettings;
  private final GroupLoop<QueueMachine> loop;
  private final SerialExecutor deliveryExecutor;
  private final Consumers consumers;
  private final FreshPayloads freshPayloads;
  private final RedriveWaiters redrives = new RedriveWaiters();
  private final RetriedDeadLetters retriedDeadLetters;
  private final GroupPorts ports;
  private final QueueMeter meter;
  private final Runnable onServing;
  private final DeliveryPauses pauses;
  private volatile @Nullable Deliverer deliverer;
  private volatile @Nullable HeldMessages heldMessages;
  private volatile @Nullable LogClock logClock;

  /** On the loop only. */
  private @Nullable QueueMachine machine;

  /**
   * A group that is yet to be started.
   *
   * @param meter tells what happens to messages
   * @param onServing told, on the loop, whenever it begins to take requests
   */
  public DataGroup(
      GroupDefinition<QueueMachine> definition,
      GroupPorts ports,
      GroupOptions groupOptions,
      DeliveryOptions options,
      QueueMeter meter,
      Runnable onServing,
      StatusListener statusListener) {
    this.initialSettings = definition.takeOver().initialSettings();
    this.ports = ports;
    this.meter = meter;
    this.onServing = onServing;
    this.deliveryExecutor = ports.executors().serial("group-" + definition.number() + "-delivery");
    this.retriedDeadLetters = new RetriedDeadLetters(ports.clock());
    this.freshPayloads = new FreshPayloads(options.freshPayloadBytesMax());
    this.loop = new GroupLoop<>(definition, ports, groupOptions, new Observer(), statusListener);
    this.consumers =
        new Consumers(
            options.consumersMax(),
            loop::propose,
            this::runDelivery,
            ports.clock(),
            ports.timers());
    this.pauses = new DeliveryPauses(ports.clock(), this::tellOfPause);
  }

  /** Number of the group, 1 or greater. */
  public int number() {
    return loop.number();
  }

  /** The group's member on this node, none before it is open. For its members, not for entries. */
  public @Nullable ConsensusGroup consensus() {
    return loop.consensus();
  }

  /** The state on this node; none where the group is not open, or has ended. */
  public CompletionStage<Optional<ReplicaState>> state() {
    return loop.state();
  }

  /** Node that leads the group as far as this node knows, 0 where it does not know. */
  public long leaderNodeId() {
    return loop.leaderNodeId();
  }

  /** To be called once. */
  public void start() {
    loop.start();
  }

  /** Takes a request, or refuses it at once. */
  public void submit(Submission request) {
    loop.submit(request);
  }

  /** Proposes one of the engine's own commands, again and again until it is applied. */
  public void propose(OwnCommand command) {
    loop.propose(command);
  }

  /** Log time at this moment in microseconds; 0 where this node has never led the group. */
  public long logTimeMicros() {
    LogClock current = logClock;
    return current == null ? 0 : current.nowMicros();
  }

  /** Asks the state machine between entries. The question must be short. */
  public <R> CompletableFuture<Result<R>> ask(
      Function<? super QueueMachine, ? extends R> question) {
    CompletableFuture<Result<R>> answer = new CompletableFuture<>();
    ask(answer, machine -> answer.complete(Result.accepted(question.apply(machine))));
    return answer;
  }

  /**
   * The message as it is under its lease, empty where none is alive. Completes on a thread of this
   * group.
   */
  public CompletableFuture<Result<Optional<HeldMessage>>> held(QueueId queue, MessageId message) {
    HeldMessages current = heldMessages;
    return current == null
        ? CompletableFuture.completedFuture(Result.rejected(new Rejection.NotLeader("")))
        : current.find(queue, message);
  }

  private <R> void ask(CompletableFuture<Result<R>> answer, Consumer<QueueMachine> question) {
    loop.inquire(
        new Inquiry<>() {
          @Override
          public void ask(QueueMachine machine) {
            question.accept(machine);
          }

          @Override
          public void refused(Rejection reason) {
            answer.complete(Result.rejected(reason));
          }
        });
  }

  /**
   * Tells how many messages a redrive has moved, once it has ended and that is durable. To be
   * called where the request that began it is answered, which comes before the effects of any later
   * entry.
   */
  public CompletionStage<Result<Long>> whenRedriven(RedriveId id) {
    return redrives.add(id);
  }

  /** Messages retried since the start because their queue had no dead-letter queue. */
  public long retriedDeadLetters() {
    return retriedDeadLetters.count();
  }

  /** Attaches a consumer to a queue of this group. */
  public CompletionStage<Result<Subscription>> consume(
      QueueId queue, String queueName, int window, DeliverySink sink) {
    return consumers
        .attach(queue, queueName, new ConsumerTerms.Windowed(window), sink)
        .thenApply(
            result ->
                switch (result) {
                  case Result.Accepted<Session>(var session) -> Result.accepted(session);
                  case Result.Rejected<Session>(var reason) -> Result.rejected(reason);
                });
  }

  /** Attaches a consumer that grants its credit itself. */
  public CompletionStage<Result<CreditedConsumer>> subscribe(
      QueueId queue, SubscribeRequest request, DeliverySink sink) {
    return consumers
        .attach(queue, request.queue(), new ConsumerTerms.Credited(request), sink)
        .thenApply(
            result ->
                switch (result) {
                  case Result.Accepted<Session>(var session) -> Result.accepted(session);
                  case Result.Rejected<Session>(var reason) -> Result.rejected(reason);
                });
  }

  /**
   * Ends all streams, finishes what waits, stops, and closes the store.
   *
   * @param drainMillis how long what waits is given
   */
  public CompletionStage<Void> stop(long drainMillis) {
    return consumers
        .dismissAllLater(new Rejection.Draining())
        .thenCompose(dismissed -> loop.stop(drainMillis))
        .thenCompose(stopped -> close());
  }

  private CompletionStage<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    deliveryExecutor.execute(
        () -> {
          try {
            loop.closeStore();
            closed.complete(null);
          } catch (Throwable failure) {
            closed.completeExceptionally(failure);
          } finally {
            deliveryExecutor.close();
          }
        });
    return closed;
  }

  private void tellOfPause(Deliver last) {
    Session session = consumers.find(last.consumer());
    LOG.warn(
        "Delivery from queue {} pauses until a message in flight is settled or its lease ends: as"
            + " many are in flight as may be (queue.max_in_flight, queue.max_in_flight_total; told"
            + " at most once a minute)",
        session == null ? last.queue() : session.queueName());
  }

  private void runDelivery(Runnable task) {
    deliveryExecutor.execute(
        () -> {
          try {
            task.run();
          } catch (Throwable cause) {
            loop.fail(cause);
          }
        });
  }

  private final class Observer implements GroupObserver<QueueMachine> {

    @Override
    public void onRecovered(QueueMachine recovered, StateStore store) {
      machine = recovered;
      recovered.settings().ifPresent(this::compare);
      heldMessages =
          new HeldMessages(
              freshPayloads,
              store,
              (answer, question) -> DataGroup.this.ask(answer, question),
              DataGroup.this::runDelivery);
      deliverer =
          new Deliverer(
              consumers,
              store,
              ports.clock(),
              (delivery, ifAlive, ifGone) ->
                  loop.execute(
                      () -> {
                        if (recovered.isLeased(
                            delivery.queue(), delivery.message().id(), delivery.lease())) {
                          ifAlive.run();
                        } else {
                          ifGone.run();
                        }
                      }));
    }

    /** The configuration counts for a new group only; who changes it later should know. */
    private void compare(GroupSettings settings) {
      if (!settings.equals(initialSettings)) {
        LOG.warn(
            "Group {} keeps the settings that it was created with, {}; those of the configuration"
                + " are for new groups, {}",
            number(),
            settings,
            initialSettings);
      }
    }

    @Override
    public void onServing(long term, LogClock newLogClock) {
      logClock = newLogClock;
      Deliverer current = deliverer;
      if (current != null) {
        current.goBy(newLogClock);
      }
      HeldMessages held = heldMessages;
      if (held != null) {
        held.serve();
      }
      consumers.serveIn(term);
      redrives.resume();
      onServing.run();
    }

    @Override
    public void onCeased(Rejection reason) {
      Deliverer current = deliverer;
      if (current != null) {
        current.retire();
      }
      HeldMessages held = heldMessages;
      if (held != null) {
        held.retire();
      }
      redrives.cease(
          new Rejection.OutcomeUnknown("the group stopped leading before the redrive had ended"));
      consumers.serveNoMore();
      consumers.terminateAllLater(reason);
    }

    @Override
    public @Nullable Runnable onApplied(Entry entry, Applied applied, boolean ownTerm) {
      Deliverer current = deliverer;
      QueueMachine asked = machine;
      if (!ownTerm || current == null || asked == null) {
        return null;
      }
      pauses.look(applied.effects(), asked::isFull);
      freshPayloads.add(entry.index(), applied.mutations());
      DeliveryBatch batch = DeliveryBatch.of(applied.effects(), freshPayloads);
      Runnable told = meter.of(entry, applied);
      if (applied.effects().isEmpty() && told == null) {
        return null;
      }
      return () -> {
        if (batch != null) {
          runDelivery(() -> current.run(batch));
        }
        redrives.finish(applied.effects());
        retriedDeadLetters.note(applied.effects());
        if (told != null) {
          told.run();
        }
      };
    }
  }
}
