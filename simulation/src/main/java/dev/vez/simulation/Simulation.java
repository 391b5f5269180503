package dev.vez.simulation;

import dev.vez.ports.scheduling.VirtualScheduler;
import dev.vez.simulation.audit.Auditor;
import dev.vez.simulation.audit.Event;
import dev.vez.simulation.cluster.SimulatedCluster;
import dev.vez.simulation.workload.Scenario;
import dev.vez.simulation.workload.Scripts;
import dev.vez.simulation.workload.Workload;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.Faults;
import dev.vez.simulation.world.World;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of one seed. First everything fails that may, and nothing that was promised may break;
 * then faults end, and everything must drain in time.
 */
public final class Simulation {

  /** A run of more events than this goes round in circles. */
  private static final long EVENTS_MAX = 1_000_000;

  private static final long DRAIN_MILLIS_MAX = 60_000;
  private static final long DRAIN_MILLIS_PER_MESSAGE = 10;

  private final RunPlan plan;
  private final Chance chance;
  private final VirtualScheduler scheduler;
  private final Scenario scenario;
  private final Faults faults;
  private final Auditor auditor;
  private final Trace trace;
  private final World world;
  private final SimulatedCluster cluster;
  private final Workload workload;
  private long events;

  /** Events until faults ended. */
  private long faultyEvents;

  private int failuresSeen;

  private Simulation(RunPlan plan, @Nullable Consumer<String> tracePrinter) {
    this.plan = plan;
    chance = new Chance(plan.seed());
    scheduler = new VirtualScheduler(chance);
    scenario = Scenario.draw(chance);
    faults = new Faults(scenario.faults(), chance);
    auditor = new Auditor(scenario.facts(), plan.heeded());
    trace = new Trace(tracePrinter);
    world = new World(chance, scheduler, faults, this::happened);
    cluster =
        new SimulatedCluster(
            world,
            scenario.nodes(),
            scenario.cluster(),
            scenario.options(),
            new Scripts(),
            plan.fittings());
    workload = new Workload(world, cluster, scenario);
  }

  /** Runs a seed. */
  public static RunReport run(long seed) {
    return run(RunPlan.of(seed));
  }

  /** Runs what was planned. */
  public static RunReport run(RunPlan plan) {
    return new Simulation(plan, null).run();
  }

  /** Runs what was planned and prints what happens, line by line, if anybody reads it. */
  public static RunReport run(RunPlan plan, @Nullable Consumer<String> tracePrinter) {
    return new Simulation(plan, tracePrinter).run();
  }

  private RunReport run() {
    trace.add(0, scenario);
    cluster.start();
    workload.start();
    untilAfter(scenario.millis(), () -> events >= plan.faultyEventsMax());
    faultyEvents = events;
    if (auditor.violation().isEmpty()) {
      drain();
    }
    return report();
  }

  private void drain() {
    faults.end();
    world.happened(new Event.FaultsEnded());
    cluster.heal();
    workload.drain(() -> auditor.openCalls() == 0);
    untilAfter(
        DRAIN_MILLIS_MAX + DRAIN_MILLIS_PER_MESSAGE * scenario.messagesMax(), workload::isDrained);
    if (auditor.violation().isEmpty()) {
      if (workload.isDrained()) {
        cluster.recount();
      } else {
        world.happened(new Event.NotDrained(workload.remaining()));
      }
    }
  }

  /** Goes on until it is over, a promise is broken, or so much time has passed. */
  private void untilAfter(long millis, BooleanSupplier isOver) {
    long endNanos = scheduler.nowNanos() + TimeUnit.MILLISECONDS.toNanos(millis);
    scheduler.runUntil(
        () -> {
          events++;
          cluster.betweenEvents();
          tellFailures();
          if (events >= EVENTS_MAX) {
            world.happened(new Event.NotDrained("after " + events + " events there is no end"));
          }
          return isOver.getAsBoolean()
              || scheduler.nowNanos() >= endNanos
              || auditor.violation().isPresent();
        });
  }

  private void tellFailures() {
    var failures = scheduler.failures();
    while (failuresSeen < failures.size()) {
      world.happened(new Event.Thrown(failures.get(failuresSeen++).toString()));
    }
  }

  private void happened(Event event) {
    trace.add(scheduler.nowNanos(), event);
    auditor.see(scheduler.nowNanos(), event);
  }

  private RunReport report() {
    Auditor.Totals totals = auditor.totals();
    return new RunReport(
        plan.seed(),
        auditor.violation(),
        trace.finish(chance.fingerprint()),
        events,
        faultyEvents,
        scheduler.nowNanos(),
        world.incarnations(),
        totals.accepted(),
        totals.delivered(),
        totals.settled(),
        totals.entries(),
        faults.counts());
  }
}
