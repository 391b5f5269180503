package dev.vez.simulation.world;

import dev.vez.engine.Engine;
import dev.vez.engine.EnginePorts;
import dev.vez.engine.catalogue.ConfigView;
import dev.vez.engine.group.GroupStatus;
import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.QueueAdmin;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.scheduling.VirtualProcess;
import dev.vez.ports.telemetry.Telemetry;
import dev.vez.simulation.audit.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A node: the real engine on a disk and a clock that outlive it. It dies and starts again as often
 * as the faults have it.
 */
public final class SimulatedNode {

  /** How long a script may run. */
  private static final long RUNAWAY_MICROS = 10_000;

  private enum State {
    DOWN,
    STARTING,
    READY,
    STOPPING
  }

  /** What there is while the node is not down. */
  private record Life(
      int incarnation,
      VirtualProcess process,
      FaultyStores stores,
      List<String> threads,
      Engine engine,
      Messaging messaging) {}

  private final NodeSetup setup;
  private final World world;
  private final Map<Integer, GroupStatus> statuses = new TreeMap<>();
  private State state = State.DOWN;
  private @Nullable Life life;

  /** By how much its clocks run fast, in millionths. */
  private final int driftPpm;

  private int lastIncarnation;
  private long wallOffsetMillis;

  /** Events after which it dies again, 0 for never. */
  private int eventsLeft;

  /** The power went in the middle of a task, which still has to end. */
  private boolean dying;

  /**
   * A node that is yet to be started.
   *
   * @param setup what it is made of
   */
  public SimulatedNode(World world, NodeSetup setup) {
    this.world = world;
    this.setup = setup;
    int max = world.faults().rates().clockDriftPpmMax();
    driftPpm = max == 0 ? 0 : world.chance().between(-max, max);
  }

  /** Its number, 1 or greater. */
  public int id() {
    return setup.id();
  }

  /** Number of its life, or of the last one. */
  public int incarnation() {
    return lastIncarnation;
  }

  /** Whether it lives, and has since this incarnation began. */
  public boolean isAlive(int incarnation) {
    return life != null && !dying && lastIncarnation == incarnation;
  }

  /** Whether it says that it leads a group. */
  public boolean serves(int group) {
    return isReady() && statuses.get(group) instanceof GroupStatus.Serving;
  }

  /** Whether it leads a group, be it that it does not take calls yet. */
  public boolean leads(int group) {
    return life != null && !dying && statuses.get(group) instanceof GroupStatus.Serving;
  }

  /** Whether it takes calls. */
  public boolean isReady() {
    return state == State.READY && !dying;
  }

  /** What producers and consumers reach; it must be alive. */
  public Messaging messaging() {
    return current().messaging();
  }

  /** What administrators reach; it must be alive. */
  public QueueAdmin admin() {
    return current().engine().admin();
  }

  /** What administrators of the runtime configuration reach; it must be alive. */
  public ConfigAdmin config() {
    return current().engine().config();
  }

  /** Starts on what the disk has kept, unless it lives. */
  public void start() {
    if (life != null) {
      return;
    }
    int incarnation = world.nextIncarnation();
    lastIncarnation = incarnation;
    statuses.clear();
    VirtualProcess process = world.process();
    process.jumpWallClock(wallOffsetMillis);
    drift(process);
    FaultyStores stores =
        new FaultyStores(world, this, setup.disk(), incarnation, setup.cluster() != null);
    List<String> threads = new ArrayList<>();
    EnginePorts ports =
        new EnginePorts(
            process,
            process,
            name -> {
              threads.add(name);
              return process.serial(name);
            },
            world.chance(),
            stores,
            () -> Long.MAX_VALUE,
            consensus(process),
            new TimedHooks(setup.hooks(), () -> onRunaway(incarnation)),
            new ConfigView(),
            (group, status) -> onStatus(incarnation, group, status),
            Telemetry.NONE);
    state = State.STARTING;
    world.happened(new Event.NodeStarted(id(), incarnation, wallAheadMillis(process)));
    Engine engine =
        new Engine(setup.fittings().fit(ports, world.chance()), setup.options(), setup.cluster());
    life =
        new Life(
            incarnation,
            process,
            stores,
            threads,
            engine,
            setup.fittings().fit(engine.messaging(), world.chance()));
    if (world.faults().strikesPercent(world.faults().rates().crashInRecoveryPercent())) {
      eventsLeft = world.chance().between(1, 60);
    }
    // A start that fails is told by the status of its group.
    engine.start().thenRun(() -> onReady(incarnation));
  }

  /**
   * Lets fate strike. To be called between any two events.
   *
   * @param isChosen whether anything new may strike this node now
   */
  public void betweenEvents(boolean isChosen) {
    Life current = life;
    if (current == null) {
      return;
    }
    if (dying) {
      buried(current);
      return;
    }
    Faults faults = world.faults();
    FaultRates rates = faults.rates();
    if (eventsLeft > 0 && --eventsLeft == 0 && !faults.areOver()) {
      crash(FaultKind.CRASH_IN_RECOVERY);
    } else if (!isChosen) {
      return;
    } else if (faults.strikesOneIn(rates.crashOneInEvents())) {
      crash(
          world
              .chance()
              .any(
                  List.of(
                      FaultKind.POWER_LOSS, FaultKind.TORN_POWER_LOSS, FaultKind.PROCESS_KILL)));
    } else if (state == State.READY && faults.strikesOneIn(rates.shutdownOneInEvents())) {
      faults.count(FaultKind.SHUTDOWN);
      shutDown();
    } else {
      disturb(current);
    }
  }

  /** Faults are over: it starts now, where it is down or sick. */
  public void heal() {
    if (life == null) {
      start();
    }
  }

  /** Counts its stores again, if it lives. */
  public void recount() {
    Life current = life;
    if (current != null) {
      current.stores().recount();
    }
  }

  /** Log index up to which its store of a group holds the state; 0 where it does not live. */
  public long appliedIndex(int group) {
    Life current = life;
    return current == null ? 0 : current.stores().appliedIndex(group);
  }

  /** Loses power in the middle of a task. What the task still does has no witness. */
  void losePower(IntUnaryOperator survivors) {
    dying = true;
    setup.disk().crash(survivors);
    setup.replication().crash(id());
  }

  private ConsensusGroups consensus(VirtualProcess process) {
    ConsensusGroups library =
        setup
            .replication()
            .node(
                id(),
                group ->
                    // One less than there is, so that a library which errs blocks nobody.
                    process.waiting("group-" + group + "-loop") + 1
                        < setup.options().group().handOverEntriesMax());
    return (group, applied, members) -> {
      ConsensusGroup member = library.open(group, applied, members);
      return group == 0 ? member : new WatchedGroup(group, member, world.logWatch());
    };
  }

  private void crash(FaultKind kind) {
    world.faults().count(kind);
    switch (kind) {
      case PROCESS_KILL -> losePower(IntUnaryOperator.identity());
      case POWER_LOSS -> losePower(_ -> 0);
      default -> losePower(unsynced -> world.chance().between(0, unsynced));
    }
    buried(current());
  }

  private void buried(Life gone) {
    gone.process().crash();
    world.happened(new Event.NodeLost(id(), gone.incarnation()));
    down();
  }

  private void down() {
    life = null;
    dying = false;
    eventsLeft = 0;
    state = State.DOWN;
    jumpClock();
    long downMicros =
        world
            .chance()
            .between(0, TimeUnit.MILLISECONDS.toMicros(world.faults().rates().downMillisMax()));
    world.afterMicros(downMicros, this::start);
  }

  private void shutDown() {
    Life stopping = current();
    state = State.STOPPING;
    world.listen(
        stopping.engine().stop(),
        _ -> {
          if (isAlive(stopping.incarnation())) {
            world.happened(new Event.NodeStopped(id(), stopping.incarnation()));
            // Not within its own task.
            world.afterMicros(0, () -> stopped(stopping));
          }
        });
    long limitMillis = 3 * setup.options().drainMillis() + 10_000;
    world.afterMicros(
        TimeUnit.MILLISECONDS.toMicros(limitMillis),
        () -> {
          if (isAlive(stopping.incarnation())) {
            world.happened(
                new Event.NotDrained("The node did not stop within " + limitMillis + " ms"));
          }
        });
  }

  private void stopped(Life stopped) {
    if (isAlive(stopped.incarnation())) {
      stopped.process().crash();
      setup.replication().crash(id());
      down();
    }
  }

  private void onReady(int incarnation) {
    if (isAlive(incarnation) && state == State.STARTING) {
      state = State.READY;
      world.happened(new Event.NodeReady(id(), incarnation));
    }
  }

  private void onStatus(int incarnation, int group, GroupStatus status) {
    if (isAlive(incarnation)) {
      statuses.put(group, status);
    }
    if (status instanceof GroupStatus.Failed && isAlive(incarnation)) {
      world.afterMicros(
          world.chance().skewed(0, 3_000_000),
          () -> {
            if (isAlive(incarnation) && state != State.STOPPING) {
              replace();
            }
          });
    }
  }

  /** A group has stopped for good; somebody restarts the node. */
  private void replace() {
    if (world.chance().percent(50)) {
      shutDown();
    } else {
      crash(FaultKind.PROCESS_KILL);
    }
  }

  private void disturb(Life current) {
    Faults faults = world.faults();
    FaultRates rates = faults.rates();
    if (faults.strikesOneIn(rates.slowThreadOneInEvents())) {
      faults.count(FaultKind.SLOW_THREAD);
      pause(current, world.chance().any(current.threads()), rates.slowThreadMicrosMax());
    }
    if (faults.strikesOneIn(rates.slowSyncOneInEvents())) {
      faults.count(FaultKind.SLOW_SYNC);
      List<String> syncs =
          current.threads().stream().filter(name -> name.endsWith("-sync")).toList();
      pause(current, world.chance().any(syncs), rates.slowSyncMicrosMax());
    }
    if (faults.strikesOneIn(rates.clockJumpOneInEvents())) {
      faults.count(FaultKind.CLOCK_JUMP);
      long before = wallOffsetMillis;
      jumpClock();
      current.process().jumpWallClock(wallOffsetMillis - before);
      world.happened(new Event.ClockJumped(id(), wallAheadMillis(current.process())));
    }
  }

  private void pause(Life current, String thread, long microsMax) {
    current.process().pause(thread);
    world.afterMicros(world.chance().skewed(1, microsMax), () -> current.process().resume(thread));
  }

  /** A script runs for as long as it may, and holds up one of the threads for scripts. */
  private void onRunaway(int incarnation) {
    Life current = life;
    if (current != null && isAlive(incarnation)) {
      List<String> hooks =
          current.threads().stream().filter(name -> name.startsWith("hooks-")).toList();
      String thread = world.chance().any(hooks);
      current.process().pause(thread);
      world.afterMicros(RUNAWAY_MICROS, () -> current.process().resume(thread));
    }
  }

  private void jumpClock() {
    Faults faults = world.faults();
    if (!faults.areOver() && faults.rates().clockJumpOneInEvents() > 0) {
      long max = faults.rates().clockJumpMillisMax();
      wallOffsetMillis = world.chance().between(-max, max);
    }
  }

  private void drift(VirtualProcess process) {
    if (driftPpm != 0) {
      world.faults().count(FaultKind.CLOCK_DRIFT);
      process.drift(driftPpm);
    }
  }

  private long wallAheadMillis(VirtualProcess process) {
    return process.wallMillis() - TimeUnit.NANOSECONDS.toMillis(world.nowNanos());
  }

  private Life current() {
    Life current = life;
    if (current == null) {
      throw new IllegalStateException("Expected node " + id() + " to live");
    }
    return current;
  }
}
