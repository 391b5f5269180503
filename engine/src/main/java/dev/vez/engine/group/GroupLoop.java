package dev.vez.engine.group;

import dev.vez.domain.command.Entry;
import dev.vez.domain.machine.Applied;
import dev.vez.domain.machine.StateMachine;
import dev.vez.engine.codec.EntryCodec;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusListener;
import dev.vez.ports.scheduling.SerialExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group on this node: the only one that touches its state machine and writes its store. May be
 * called by any thread; never blocks, and never throws what goes wrong within.
 *
 * <p>Whatever goes wrong in applying, writing, syncing or reading stops the group: nothing is tried
 * again, no entry is skipped, and those who wait learn that the outcome is unknown.
 *
 * @param <M> its state machine
 */
public final class GroupLoop<M extends StateMachine> {

  private static final Logger LOG = LoggerFactory.getLogger(GroupLoop.class);

  private static final Rejection NOT_LEADING = new Rejection.NotLeader("");

  private final GroupDefinition<M> definition;
  private final GroupPorts ports;
  private final GroupOptions options;
  private final GroupObserver<? super M> observer;
  private final StatusListener statusListener;
  private final SerialExecutor loop;
  private final SerialExecutor syncExecutor;
  private final Inbox<M> inbox;
  private final HandOver handOver;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile @Nullable DurabilityGate gate;
  private volatile @Nullable StateStore store;

  /** Who leads as far as this node knows, 0 where that is not known. */
  private volatile long leaderNodeId;

  private volatile @Nullable ConsensusGroup consensus;

  // All below belongs to the loop.
  private @Nullable M machine;
  private @Nullable Leader leader;
  private long appliedIndex;
  private boolean draining;
  private boolean ended;

  /**
   * A group that is yet to be started.
   *
   * @param observer what is built on it
   * @param statusListener hears how it is doing
   */
  public GroupLoop(
      GroupDefinition<M> definition,
      GroupPorts ports,
      GroupOptions options,
      GroupObserver<? super M> observer,
      StatusListener statusListener) {
    this.definition = definition;
    this.ports = ports;
    this.options = options;
    this.observer = observer;
    this.statusListener = statusListener;
    this.loop = ports.executors().serial("group-" + definition.number() + "-loop");
    this.syncExecutor = ports.executors().serial("group-" + definition.number() + "-sync");
    this.inbox = new Inbox<>(options, () -> loop.execute(this::lookIntoInbox));
    this.handOver = new HandOver(options.handOverEntriesMax());
  }

  /** Number of the group, 0 for meta. */
  public int number() {
    return definition.number();
  }

  /** Node that leads the group as far as this node knows, 0 where it does not know. */
  public long leaderNodeId() {
    return leaderNodeId;
  }

  /** The group's member on this node, none before it is open. For its members, not for entries. */
  public @Nullable ConsensusGroup consensus() {
    return consensus;
  }

  /** Opens the store, recovers, and takes part in the group. To be called once. */
  public void start() {
    statusListener.changed(number(), new GroupStatus.Starting());
    execute(this::open);
  }

  /** Takes a request, or refuses it at once. */
  public void submit(Submission request) {
    inbox.offer(request);
  }

  /** Proposes one of the engine's own commands, again and again until it is applied. */
  public void propose(OwnCommand command) {
    inbox.offer(command);
  }

  /** Asks the state machine between entries. */
  public void inquire(Inquiry<M> inquiry) {
    inbox.offer(inquiry);
  }

  /** The state on this node; none where the group is not open, or has ended. */
  public CompletionStage<Optional<ReplicaState>> state() {
    CompletableFuture<Optional<ReplicaState>> state = new CompletableFuture<>();
    loop.execute(
        () -> {
          M current = machine;
          state.complete(
              ended || current == null
                  ? Optional.empty()
                  : Optional.of(new ReplicaState(appliedIndex, current.digest())));
        });
    return state;
  }

  /** Runs a task on the loop; what it throws stops the group. Dropped once the group has ended. */
  public void execute(Runnable task) {
    loop.execute(() -> run(task));
  }

  /** Stops the group for good because of something that must not happen. */
  public void fail(Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      DurabilityGate current = gate;
      if (current != null) {
        current.fail();
      }
      loop.execute(this::endFailed);
    }
  }

  /**
   * Refuses what comes, finishes what waits, then stops. The store stays open, for deliveries that
   * are still on their way.
   *
   * @param drainMillis how long what waits is given; then it is refused
   */
  public CompletionStage<Void> stop(long drainMillis) {
    loop.execute(
        () -> {
          if (ended) {
            close();
          } else {
            run(this::drain);
            ports
                .timers()
                .schedule(
                    TimeUnit.MILLISECONDS.toNanos(drainMillis), () -> execute(this::endDrained));
          }
        });
    return stopped;
  }

  /** Closes the store; the group must be stopped. */
  public void closeStore() {
    StateStore current = store;
    if (current != null) {
      current.close();
    }
  }

  /** Like {@link #run}, for a task that somebody waits for. */
  private void runOr(CompletableFuture<?> waiting, Runnable task) {
    run(task);
    if (!waiting.isDone()) {
      waiting.completeExceptionally(
          new IllegalStateException("group " + number() + " has stopped", failure.get()));
    }
  }

  /** The state of another node, at a later index, takes the place of this one's. */
  private AppliedPosition replaceState(Path checkpoint) {
    if (leader != null) {
      throw new IllegalStateException("Expected no snapshot while this node leads");
    }
    opened().close();
    ports.stores().restore(number(), checkpoint);
    StateStore restored = ports.stores().open(number());
    store = restored;
    M recovered = definition.recovery().apply(restored);
    machine = recovered;
    appliedIndex = restored.applied().index();
    observer.onRecovered(recovered, restored);
    return restored.applied();
  }

  private StateStore opened() {
    StateStore current = store;
    if (current == null) {
      throw new IllegalStateException("Expected an open store");
    }
    return current;
  }

  private void run(Runnable task) {
    if (ended) {
      return;
    }
    try {
      task.run();
      if (draining && (leader == null || leader.isIdle())) {
        endDrained();
      }
    } catch (Throwable cause) {
      fail(cause);
    }
  }

  private void open() {
    StateStore opened = ports.stores().open(number());
    store = opened;
    M recovered = definition.recovery().apply(opened);
    machine = recovered;
    observer.onRecovered(recovered, opened);
    AppliedPosition applied = opened.applied();
    appliedIndex = applied.index();
    ConsensusGroup joined = ports.consensus().open(number(), applied, List.of());
    consensus = joined;
    gate =
        new DurabilityGate(
            opened,
            syncExecutor,
            joined.isDurableOnCommit(),
            new Rejection.OutcomeUnknown("group " + number() + " has failed"),
            this::fail);
    joined.start(appliedIndex, new Listener());
  }

  private void lookIntoInbox() {
    inbox.acknowledgeSignal();
    if (ended || leader == null) {
      inbox.refuseWaiting(NOT_LEADING);
    } else {
      run(this::serveInbox);
    }
  }

  private void serveInbox() {
    Leader current = leader;
    M asked = machine;
    if (current == null || asked == null) {
      inbox.refuseWaiting(NOT_LEADING);
      return;
    }
    for (Inquiry<M> each = inbox.pollInquiry(); each != null; each = inbox.pollInquiry()) {
      each.ask(asked);
    }
    current.pump();
  }

  private void onCommitted(long index, long term, byte[] bytes) {
    DurabilityGate currentGate = gate;
    StateStore currentStore = store;
    M current = machine;
    if (currentGate == null || currentStore == null || current == null) {
      throw new IllegalStateException("Expected entries only after the start");
    }
    if (index <= appliedIndex) {
      return;
    }
    Entry entry = new Entry(index, term, EntryCodec.decode(bytes));
    Applied applied = current.apply(entry);
    currentStore.write(new StoreBatch(new AppliedPosition(index, term), applied.mutations()));
    appliedIndex = index;
    afterApply(currentGate, entry, applied);
  }

  private void afterApply(DurabilityGate currentGate, Entry entry, Applied applied) {
    Leader current = leader;
    boolean ownTerm = current != null && current.term() == entry.term() && !applied.staleTerm();
    boolean wasServing = current != null && current.isServing();
    InFlightEntry waiting = current == null ? null : current.applied(entry, applied);
    Runnable afterwards = observer.onApplied(entry, applied, ownTerm);
    if (waiting != null || afterwards != null) {
      Runnable room = current == null || waiting == null ? null : () -> execute(current::answered);
      boolean isAlone =
          options.syncsOnLoop()
              && waiting != null
              && waiting.requests().size() == 1
              && inbox.isEmpty();
      currentGate.written(new AppliedEntry(waiting, applied.outcomes(), afterwards, room), isAlone);
    }
    if (current != null && !wasServing && current.isServing()) {
      serve(current);
    }
  }

  private void onLeaderReady(long term) {
    M current = machine;
    ConsensusGroup proposesTo = consensus;
    if (current == null || proposesTo == null) {
      throw new IllegalStateException("Expected a leader only after the start");
    }
    if (leader != null && leader.term() >= term) {
      return;
    }
    if (leader != null) {
      cease(NOT_LEADING);
    }
    Leader next =
        new Leader(
            term,
            new LogClock(ports.clock(), current.logTimeMicros()),
            inbox,
            proposesTo,
            options,
            definition.takeOver(),
            ports.timers(),
            this::execute);
    leader = next;
    next.takeOver();
  }

  private void serve(Leader current) {
    LOG.info("Group {} serves in term {}", number(), current.term());
    if (draining) {
      current.windDown();
    } else {
      inbox.open();
    }
    observer.onServing(current.term(), current.logClock());
    statusListener.changed(number(), new GroupStatus.Serving(current.term()));
    current.pump();
  }

  private void onLeadershipLost(long term) {
    if (leader != null && leader.term() <= term) {
      LOG.info("Group {} is led by another node after term {}", number(), leader.term());
      cease(NOT_LEADING);
      statusListener.changed(number(), ofFollower());
    }
  }

  private void onLeaderKnown() {
    if (leader == null) {
      statusListener.changed(number(), ofFollower());
    }
  }

  private GroupStatus ofFollower() {
    long known = leaderNodeId;
    return known == 0 ? new GroupStatus.NotLeading() : new GroupStatus.Following(known);
  }

  /** Leads no more, if it did. */
  private void cease(Rejection ofWaiting) {
    Leader current = leader;
    leader = null;
    inbox.refuseFromNowOn(ofWaiting);
    if (current != null) {
      current.resign(
          new Rejection.OutcomeUnknown("the leadership changed while the entry was on its way"),
          ofWaiting);
    }
    inbox.refuseWaiting(ofWaiting);
    observer.onCeased(ofWaiting);
  }

  private void drain() {
    draining = true;
    inbox.refuseFromNowOn(new Rejection.Draining());
    if (leader != null) {
      leader.windDown();
    }
  }

  private void endDrained() {
    end(new Rejection.Draining(), "shutdown");
    close();
  }

  private void endFailed() {
    Throwable cause = failure.get();
    if (ended || cause == null) {
      return;
    }
    LOG.error("Group {} has stopped and stays down until this node starts again", number(), cause);
    try {
      end(NOT_LEADING, "failed: " + cause.getMessage());
    } finally {
      statusListener.changed(number(), new GroupStatus.Failed(cause));
      if (draining) {
        // Somebody waits for the end of the drain, which nothing else will bring now.
        close();
      }
    }
  }

  /** The last of the loop, whatever the reason. */
  private void end(Rejection ofWaiting, String cause) {
    ended = true;
    // First, so that a consensus thread that waits for room can be stopped.
    handOver.open();
    try {
      cease(ofWaiting);
    } finally {
      ConsensusGroup current = consensus;
      if (current != null) {
        current.stop(cause);
      }
    }
  }

  private void close() {
    inbox.close(new Rejection.Draining());
    DurabilityGate current = gate;
    if (current == null) {
      closeExecutors();
    } else {
      current.finish(this::closeExecutors);
    }
  }

  private void closeExecutors() {
    // Neither waits for the other: each is told by a task of its own, or needs no task.
    loop.execute(loop::close);
    syncExecutor.execute(syncExecutor::close);
    if (failure.get() == null) {
      statusListener.changed(number(), new GroupStatus.Stopped());
    }
    stopped.complete(null);
  }

  /** Takes what the consensus thread says to the loop. */
  private final class Listener implements ConsensusListener {

    @Override
    public void onCommitted(long index, long term, byte[] entry) {
      handOver.enter();
      loop.execute(
          () -> {
            try {
              run(() -> GroupLoop.this.onCommitted(index, term, entry));
            } finally {
              handOver.leave();
            }
          });
    }

    @Override
    public void onLeaderReady(long term) {
      execute(() -> GroupLoop.this.onLeaderReady(term));
    }

    @Override
    public void onLeadershipLost(long term) {
      execute(() -> GroupLoop.this.onLeadershipLost(term));
    }

    @Override
    public void onLeaderKnown(long nodeId) {
      leaderNodeId = nodeId;
      execute(GroupLoop.this::onLeaderKnown);
    }

    @Override
    public CompletionStage<AppliedPosition> onSnapshotRequested(Path folder) {
      CompletableFuture<AppliedPosition> taken = new CompletableFuture<>();
      loop.execute(() -> runOr(taken, () -> taken.complete(opened().checkpoint(folder))));
      return taken;
    }

    @Override
    public CompletionStage<AppliedPosition> onSnapshotInstalled(Path folder) {
      CompletableFuture<AppliedPosition> installed = new CompletableFuture<>();
      loop.execute(() -> runOr(installed, () -> installed.complete(replaceState(folder))));
      return installed;
    }

    @Override
    public void onFailed(Throwable cause) {
      fail(cause);
    }
  }
}
