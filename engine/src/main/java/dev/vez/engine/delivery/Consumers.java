package dev.vez.engine.delivery;

import dev.vez.domain.effect.Deliver;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.QueueId;
import dev.vez.engine.group.OwnCommand;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.DeliverySink;
import dev.vez.ports.scheduling.Timers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The consumers of one group that this node serves. May be called by any thread. */
final class Consumers {

  private static final int WINDOW_MAX = 1_024;

  private final Map<ConsumerId, Session> sessions = new ConcurrentHashMap<>();

  /** Unknown consumers that are being detached. */
  private final Set<ConsumerId> ghosts = ConcurrentHashMap.newKeySet();

  private final AtomicLong lastNumber = new AtomicLong();
  private final int consumersMax;
  private final Consumer<OwnCommand> proposer;
  private final Executor deliveryThread;
  private final Clock clock;
  private final Timers timers;

  /** The term in which this node serves the group, 0 while it does not. */
  private volatile long term;

  /**
   * None yet.
   *
   * @param proposer proposes a command until it is applied
   * @param deliveryThread on which alone sinks are called
   */
  Consumers(
      int consumersMax,
      Consumer<OwnCommand> proposer,
      Executor deliveryThread,
      Clock clock,
      Timers timers) {
    this.consumersMax = consumersMax;
    this.proposer = proposer;
    this.deliveryThread = deliveryThread;
    this.clock = clock;
    this.timers = timers;
  }

  Clock clock() {
    return clock;
  }

  Timers timers() {
    return timers;
  }

  void onDeliveryThread(Runnable task) {
    deliveryThread.execute(task);
  }

  void serveIn(long newTerm) {
    term = newTerm;
  }

  void serveNoMore() {
    term = 0;
  }

  CompletionStage<Result<Session>> attach(
      QueueId queue, String queueName, ConsumerTerms terms, DeliverySink sink) {
    long servedTerm = term;
    if (servedTerm == 0) {
      return rejected(new Rejection.NotLeader(""));
    }
    if (terms instanceof ConsumerTerms.Windowed(var window)
        && (window < 1 || window > WINDOW_MAX)) {
      return rejected(
          new Rejection.InvalidArgument(
              "window", "Expected 1 to " + WINDOW_MAX + " messages, but got " + window));
    }
    if (sessions.size() >= consumersMax) {
      return rejected(
          new Rejection.ResourceExhausted(
              "limits.consumers_max", consumersMax + " consumers are attached already", 1_000));
    }
    Session session =
        new Session(
            new ConsumerId(servedTerm, lastNumber.incrementAndGet()),
            queue,
            queueName,
            terms,
            sink,
            this);
    sessions.put(session.id(), session);
    session.proposeNext();
    return session.accepted();
  }

  @Nullable Session find(ConsumerId id) {
    return sessions.get(id);
  }

  void remove(Session session) {
    sessions.remove(session.id());
  }

  void propose(Session session) {
    proposer.accept(session);
  }

  /** The group delivers to a consumer that is not here (any more): nothing is to stay with it. */
  void detachUnknown(Deliver deliver) {
    ConsumerId id = deliver.consumer();
    if (ghosts.add(id)) {
      proposer.accept(new GhostDetach(deliver, () -> ghosts.remove(id)));
    }
  }

  void terminateLater(Session session, Rejection reason) {
    deliveryThread.execute(() -> session.terminate(reason));
  }

  /** Ends all that there are now, without detaching them; not those that come meanwhile. */
  void terminateAllLater(Rejection reason) {
    List<Session> current = List.copyOf(sessions.values());
    deliveryThread.execute(() -> current.forEach(session -> session.terminate(reason)));
  }

  /**
   * Ends all and detaches them.
   *
   * @return completes on the delivery thread once every detaching is proposed
   */
  CompletionStage<Void> dismissAllLater(Rejection reason) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    deliveryThread.execute(
        () -> {
          List.copyOf(sessions.values()).forEach(session -> session.dismiss(reason));
          done.complete(null);
        });
    return done;
  }

  private static CompletionStage<Result<Session>> rejected(Rejection reason) {
    return CompletableFuture.completedFuture(Result.rejected(reason));
  }
}
