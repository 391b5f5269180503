package dev.vez.engine.cluster;

import dev.vez.domain.command.AddMember;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.record.MemberRecord;
import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.engine.routing.GroupControl;
import dev.vez.ports.api.Result;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While this node leads meta, sees to it that every group has the members that the catalogue of
 * members asks for, and that no node leads much more than another. Looks at the cluster again and
 * again, does one thing at a time, and begins anew with what holds then; so nothing is lost where
 * the leader of meta changes in the middle.
 */
public final class MembershipKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(MembershipKeeper.class);

  private static final long BUSY_MILLIS = 200;
  private static final long CALM_MILLIS = 1_000;

  /** A step that takes longer goes on by itself, while others are taken. */
  private static final long STEP_MILLIS = 15_000;

  private static final long PENALTY_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Why a step has failed, and until when it waits. */
  private record Failure(String why, long untilNanos) {}

  private final ClusterSetup setup;
  private final MetaGroup meta;
  private final BooleanSupplier isLeading;
  private final GroupControl control;
  private final Runnable announce;
  private final Clock clock;
  private final Timers timers;

  /** Steps that have failed, and must wait while others are taken. */
  private final Map<Placement.Step, Failure> failures = new ConcurrentHashMap<>();

  private volatile boolean stopped;

  /**
   * A keeper that is yet to be started.
   *
   * @param isLeading whether this node leads meta
   * @param announce tells the leader of meta the addresses of this node
   */
  public MembershipKeeper(
      ClusterSetup setup,
      MetaGroup meta,
      BooleanSupplier isLeading,
      GroupControl control,
      Runnable announce,
      Clock clock,
      Timers timers) {
    this.setup = setup;
    this.meta = meta;
    this.isLeading = isLeading;
    this.control = control;
    this.announce = announce;
    this.clock = clock;
    this.timers = timers;
  }

  /** Begins to look. To be called once. */
  public void start() {
    again(BUSY_MILLIS);
  }

  /** Looks no more. */
  public void stop() {
    stopped = true;
  }

  private void again(long delayMillis) {
    if (!stopped) {
      timers.schedule(TimeUnit.MILLISECONDS.toNanos(delayMillis), this::look);
    }
  }

  private void look() {
    if (stopped) {
      return;
    }
    List<MemberRecord> members = meta.members().all();
    MemberRecord entered = meta.members().find(setup.nodeId());
    if (entered != null && !entered.equals(setup.self())) {
      announce.run();
    }
    if (!isLeading.getAsBoolean()) {
      again(CALM_MILLIS);
      return;
    }
    if (entered == null && isAlone()) {
      enterFounder();
      return;
    }
    observe(members)
        .thenCompose(this::takeStep)
        .thenAccept(busy -> again(busy ? BUSY_MILLIS : CALM_MILLIS));
  }

  /** Whether meta has no other member: whoever leads it then has founded it. */
  private boolean isAlone() {
    return control.viewHere(MetaGroup.NUMBER).members().stream()
        .allMatch(member -> member.nodeId() == setup.nodeId());
  }

  private void enterFounder() {
    CompletableFuture<Result<Outcome>> answer = new CompletableFuture<>();
    meta.submit(new MemberCall(new AddMember(setup.self()), answer));
    CompletionStage<Void> _ = answer.thenAccept(_ -> again(BUSY_MILLIS));
  }

  private CompletionStage<Placement> observe(List<MemberRecord> members) {
    Map<Integer, GroupView> views = new ConcurrentSkipListMap<>();
    Set<Long> reachable = new ConcurrentSkipListSet<>();
    List<CompletableFuture<?>> asked = new ArrayList<>();
    for (int group = 0; group <= setup.dataGroups(); group++) {
      int number = group;
      asked.add(
          control
              .view(number)
              .thenAccept(view -> view.ifPresent(it -> views.put(number, it)))
              .toCompletableFuture());
    }
    for (MemberRecord member : members) {
      asked.add(
          control
              .isReachable(member.nodeId())
              .thenAccept(
                  yes -> {
                    if (yes) {
                      reachable.add(member.nodeId());
                    }
                  })
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(_ -> new Placement(members, views, reachable, setup.replicationFactor()));
  }

  /** Whether there was something to do. */
  private CompletionStage<Boolean> takeStep(Placement placement) {
    long now = clock.monotonicNanos();
    failures.values().removeIf(failure -> now - failure.untilNanos() >= 0);
    Optional<Placement.Step> next =
        placement.steps().stream().filter(step -> !failures.containsKey(step)).findFirst();
    if (next.isEmpty() || !isLeading.getAsBoolean()) {
      return CompletableFuture.completedFuture(false);
    }
    Placement.Step step = next.get();
    CompletionStage<ChangeResult> result =
        switch (step) {
          case Placement.Step.Change(var group, var change) -> control.change(group, change);
          case Placement.Step.Transfer(var group, var node) -> control.transfer(group, node);
        };
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    Timers.Cancellation limit =
        timers.schedule(
            TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS),
            () -> {
              failures.put(step, new Failure("it takes long", now + PENALTY_NANOS));
              over.complete(true);
            });
    CompletionStage<Void> _ =
        result.thenAccept(
            outcome -> {
              limit.cancel();
              tell(step, outcome);
              over.complete(true);
            });
    return over;
  }

  private void tell(Placement.Step step, ChangeResult result) {
    switch (result) {
      case ChangeResult.Done() -> {
        failures.remove(step);
        LOG.info("Done: {}", step);
      }
      case ChangeResult.NotLeader() -> LOG.debug("The leader has changed before: {}", step);
      case ChangeResult.Failed(var why) -> {
        LOG.warn("Not done, and tried again later: {}: {}", step, why);
        failures.put(step, new Failure(why, clock.monotonicNanos() + PENALTY_NANOS));
      }
    }
  }
}
