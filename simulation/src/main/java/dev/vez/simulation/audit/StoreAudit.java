package dev.vez.simulation.audit;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Judges what is seen of the stores: log times, digests, counts, and silence after a failure. */
final class StoreAudit {

  private record GroupOfIncarnation(int incarnation, int group) {}

  private final boolean isReplicated;
  private final int driftPpmMax;
  private final Findings findings;
  private final Map<Integer, GroupLog> logs = new TreeMap<>();
  private final Map<Integer, Long> wallAheadMicros = new TreeMap<>();
  private final Set<GroupOfIncarnation> failed = new HashSet<>();

  StoreAudit(boolean isReplicated, int driftPpmMax, Findings findings) {
    this.isReplicated = isReplicated;
    this.driftPpmMax = driftPpmMax;
    this.findings = findings;
  }

  /** The log of a group. */
  GroupLog log(int group) {
    return logs.computeIfAbsent(
        group, number -> new GroupLog(number, isReplicated, driftPpmMax, findings));
  }

  void clock(int node, long aheadMillis) {
    long aheadMicros = TimeUnit.MILLISECONDS.toMicros(aheadMillis);
    wallAheadMicros.put(node, aheadMicros);
    logs.values().forEach(log -> log.clock(aheadMicros));
  }

  void opened(Event.StoreOpened event, long nowMicros) {
    GroupLog log = log(event.group());
    log.open(event.node(), event.index(), event.digest(), nowMicros);
    wallAheadMicros.values().forEach(log::clock);
  }

  void failed(int incarnation, int group) {
    failed.add(new GroupOfIncarnation(incarnation, group));
  }

  /** A call was accepted. */
  void checkAlive(Event.Called called) {
    int group =
        switch (called) {
          case Event.CreateCalled _, Event.DeleteCalled _, Event.SetConfigCalled _ -> 0;
          case Event.EnqueueCalled _,
              Event.SettleCalled _,
              Event.RedriveCalled _,
              Event.SubscribeCalled _ ->
              1;
        };
    if (failed.contains(new GroupOfIncarnation(called.incarnation(), group))) {
      findings.breach(
          Invariant.FAILED_GROUP_ANSWERS_NOTHING,
          "The store of group " + group + " had failed, but it accepted " + called);
    }
  }

  void recounted(Event.Recounted event) {
    String where = "Group " + event.group() + " at entry " + event.index() + ": ";
    if (!event.result().digestAgrees()) {
      findings.breach(
          Invariant.DIGEST_EQUALS_RECOUNT, where + "the kept digest is not that of the records");
    }
    if (!event.result().misplaced().isEmpty()) {
      findings.breach(
          Invariant.MESSAGE_IN_EXACTLY_ONE_PLACE, where + event.result().misplaced().getFirst());
    }
    if (!event.result().idle().isEmpty()) {
      findings.breach(Invariant.WORK_CONSERVING, where + event.result().idle().getFirst());
    }
  }
}
