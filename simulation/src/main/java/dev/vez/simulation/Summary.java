package dev.vez.simulation;

import dev.vez.simulation.world.FaultKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What many runs gave together. Grows run by run. */
public final class Summary {

  /** Failed runs that are kept; more are only counted. */
  private static final int FAILURES_KEPT_MAX = 20;

  private final List<RunReport> failures = new ArrayList<>();
  private final Map<Long, Long> shortest = new HashMap<>();
  private final EnumMap<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
  private final long firstSeed;
  private long runs;
  private long failed;
  private long events;
  private long virtualNanos;
  private long realNanos;
  private long incarnations;
  private long accepted;
  private long delivered;
  private long settled;
  private long entries;

  /** Of no run yet. */
  public Summary(long firstSeed) {
    this.firstSeed = firstSeed;
  }

  /**
   * Adds a run.
   *
   * @param nanos real time since the first run began
   */
  void add(RunReport report, long nanos) {
    runs++;
    realNanos = nanos;
    events += report.events();
    virtualNanos += report.virtualNanos();
    incarnations += report.incarnations();
    accepted += report.accepted();
    delivered += report.delivered();
    settled += report.settled();
    entries += report.entries();
    report.faults().forEach((kind, count) -> faults.merge(kind, count, Long::sum));
    if (report.violation().isPresent()) {
      failed++;
      if (failures.size() < FAILURES_KEPT_MAX) {
        failures.add(report);
      }
    }
  }

  /** A run that failed still fails where faults end after so many events. */
  void shortened(long seed, long events) {
    shortest.put(seed, events);
  }

  /** After how many events faults may end, so that the run still fails; empty where not sought. */
  public OptionalLong shortest(long seed) {
    Long events = shortest.get(seed);
    return events == null ? OptionalLong.empty() : OptionalLong.of(events);
  }

  /** Seed of the first run; each next one has the next. */
  public long firstSeed() {
    return firstSeed;
  }

  public long runs() {
    return runs;
  }

  /** Runs in which a promise was broken. */
  public long failed() {
    return failed;
  }

  /** The first of those runs. */
  public List<RunReport> failures() {
    return List.copyOf(failures);
  }

  /** Tasks that ran. */
  public long events() {
    return events;
  }

  public double virtualSeconds() {
    return virtualNanos / 1e9;
  }

  public double realSeconds() {
    return realNanos / 1e9;
  }

  public double eventsPerSecond() {
    return realNanos == 0 ? 0 : events / realSeconds();
  }

  /** How much faster than time it went. */
  public double timesRealTime() {
    return realNanos == 0 ? 0 : virtualSeconds() / realSeconds();
  }

  /** How often a node was started. */
  public long incarnations() {
    return incarnations;
  }

  /** Messages that were accepted. */
  public long accepted() {
    return accepted;
  }

  public long delivered() {
    return delivered;
  }

  /** Messages that were acked. */
  public long settled() {
    return settled;
  }

  /** Log entries written. */
  public long entries() {
    return entries;
  }

  /** How often each fault struck. */
  public Map<FaultKind, Long> faults() {
    return new EnumMap<>(faults);
  }
}
