package dev.vez.engine.catalogue;

import dev.vez.domain.command.Entry;
import dev.vez.domain.id.Mark;
import dev.vez.domain.machine.Applied;
import dev.vez.domain.machine.CatalogueMachine;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.PendingChangeRecord;
import dev.vez.engine.group.GroupDefinition;
import dev.vez.engine.group.GroupLoop;
import dev.vez.engine.group.GroupObserver;
import dev.vez.engine.group.GroupOptions;
import dev.vez.engine.group.GroupPorts;
import dev.vez.engine.group.Inquiry;
import dev.vez.engine.group.LogClock;
import dev.vez.engine.group.ReplicaState;
import dev.vez.engine.group.StatusListener;
import dev.vez.engine.group.Submission;
import dev.vez.engine.hook.HookOptions;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.scheduling.HookCompiler;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The meta group, with the catalogue. May be called by any thread; never blocks. */
public final class MetaGroup {

  /** Number of the meta group. */
  public static final int NUMBER = 0;

  private final GroupLoop<CatalogueMachine> loop;
  private final CatalogueView view;
  private final ConfigView config;
  private final MemberView members;
  private final ShownIndex shown = new ShownIndex();
  private final ChangeWaiters waiters = new ChangeWaiters();
  private final List<? extends ChangeTarget> targets;

  /** To be run when the entry that answered them is published. On the thread of answers. */
  private final Queue<Runnable> unpublished = new ArrayDeque<>();

  /** On the loop only. */
  private List<Reconciler> reconcilers = List.of();

  /** What is at or below it is not lost any more. On the loop only. */
  private long durableIndex;

  /**
   * A group that is yet to be started.
   *
   * @param config where the runtime configuration is shown
   * @param members where the members are shown
   * @param targets all data groups
   */
  public MetaGroup(
      GroupDefinition<CatalogueMachine> definition,
      GroupPorts ports,
      GroupOptions options,
      HookCompiler compiler,
      HookOptions hookOptions,
      ConfigView config,
      MemberView members,
      List<? extends ChangeTarget> targets,
      StatusListener statusListener) {
    this.view = new CatalogueView(compiler, hookOptions);
    this.config = config;
    this.members = members;
    this.targets = List.copyOf(targets);
    this.loop = new GroupLoop<>(definition, ports, options, new Observer(), statusListener);
  }

  /** To be called once. */
  public void start() {
    loop.start();
  }

  /** The queues that can be used. */
  public CatalogueView view() {
    return view;
  }

  /** The nodes of the cluster. */
  public MemberView members() {
    return members;
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

  /** Takes a request, or refuses it at once. */
  public void submit(Submission request) {
    loop.submit(request);
  }

  /** Asks the state machine of a group that serves, between entries. The question must be short. */
  public <R> CompletionStage<Result<R>> ask(Function<? super CatalogueMachine, R> question) {
    CompletableFuture<Result<R>> answer = new CompletableFuture<>();
    loop.inquire(
        new Inquiry<>() {
          @Override
          public void ask(CatalogueMachine machine) {
            answer.complete(Result.accepted(question.apply(machine)));
          }

          @Override
          public void refused(Rejection reason) {
            answer.complete(Result.rejected(reason));
          }
        });
    return answer;
  }

  /**
   * Up to which log index the view of any node must show the log, so that it shows all that was
   * committed before this call. Goes through the log, so no deposed leader can answer.
   */
  public CompletionStage<Result<Long>> currentIndex() {
    CompletableFuture<Result<Long>> answer = new CompletableFuture<>();
    submit(new Barrier(answer, shown::index));
    return answer;
  }

  /** Runs {@code then} once the view shows the log up to an index. */
  public void whenShown(long index, Runnable then) {
    shown.when(index, then);
  }

  /**
   * Tells when a change is carried out and confirmed, so that it shows in the view. To be called
   * where the request that made the change is answered.
   *
   * @param over told once: why that is not known, or nothing where it is done
   */
  public void whenConfirmed(int group, Mark mark, Consumer<@Nullable Rejection> over) {
    waiters.add(group, mark, over);
  }

  /**
   * Tells when what an entry has changed shows in the views. To be called where a request of that
   * entry is answered.
   */
  public void whenPublished(Runnable then) {
    unpublished.add(then);
  }

  /** A data group can be reached: what it has not carried out is tried. */
  public void onServing(int group) {
    loop.execute(
        () -> reconcilers.stream().filter(each -> each.group() == group).forEach(Reconciler::next));
  }

  /** A data group does not serve: callers no longer wait for it. */
  public void onDown(int group) {
    waiters.refuse(
        group, new Rejection.OutcomeUnknown("group " + group + " has yet to carry it out"));
  }

  /**
   * Finishes what waits, stops, and closes the store.
   *
   * @param drainMillis how long what waits is given
   */
  public CompletionStage<Void> stop(long drainMillis) {
    return loop.stop(drainMillis)
        .thenCompose(
            stopped -> {
              loop.closeStore();
              return CompletableFuture.completedFuture(null);
            });
  }

  private final class Observer implements GroupObserver<CatalogueMachine> {

    @Override
    public void onRecovered(CatalogueMachine machine, StateStore store) {
      // First, because scripts may read it as soon as they are compiled.
      config.replace(machine.config());
      view.replace(machine.queues());
      members.replace(machine.members());
      durableIndex = store.applied().index();
      shown.reach(durableIndex);
      reconcilers =
          targets.stream()
              .map(
                  target ->
                      new Reconciler(
                          target,
                          () -> firstPending(machine, target.number()),
                          loop::propose,
                          loop::execute,
                          () -> onDown(target.number())))
              .toList();
    }

    @Override
    public void onServing(long term, LogClock logClock) {
      waiters.resume();
      reconcilers.forEach(Reconciler::lead);
    }

    @Override
    public void onCeased(Rejection reason) {
      reconcilers.forEach(Reconciler::cease);
      waiters.cease(
          new Rejection.OutcomeUnknown("the catalogue's group stopped before it was carried out"));
    }

    @Override
    public @Nullable Runnable onApplied(Entry entry, Applied applied, boolean ownTerm) {
      List<Mutation> mutations = applied.mutations();
      return () -> {
        view.publish(mutations);
        members.publish(mutations);
        config.publish(mutations);
        for (Runnable then = unpublished.poll(); then != null; then = unpublished.poll()) {
          then.run();
        }
        shown.reach(entry.index());
        waiters.confirm(mutations);
        loop.execute(() -> onDurable(entry.index()));
      };
    }

    private void onDurable(long index) {
      durableIndex = index;
      reconcilers.forEach(Reconciler::next);
    }

    private @Nullable PendingChangeRecord firstPending(CatalogueMachine machine, int group) {
      return machine
          .firstPendingChange(group)
          .filter(change -> change.mark().index() <= durableIndex)
          .orElse(null);
    }
  }
}
