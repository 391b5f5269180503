package dev.vez.simulation.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Judges what is seen of the stores: log times, counts, and silence after a failure. */
final class StoreAudit {

  private record GroupOfNode(int node, int group) {}

  private record GroupOfIncarnation(int incarnation, int group) {}

  private final Findings findings;
  private final Map<GroupOfNode, LogTimes> logs = new HashMap<>();
  private final Map<Integer, Integer> nodes = new HashMap<>();
  private final Map<Integer, Long> wallAheadMicros = new HashMap<>();
  private final Set<GroupOfIncarnation> failed = new HashSet<>();

  StoreAudit(Findings findings) {
    this.findings = findings;
  }

  /** The log of a group as the node of this incarnation has it. */
  LogTimes log(int incarnation, int group) {
    return log(new GroupOfNode(nodes.getOrDefault(incarnation, 0), group));
  }

  void started(int node, int incarnation) {
    nodes.put(incarnation, node);
  }

  void clock(int node, long aheadMicros) {
    wallAheadMicros.put(node, aheadMicros);
    logs.forEach(
        (key, log) -> {
          if (key.node() == node) {
            log.clock(aheadMicros);
          }
        });
  }

  void opened(int node, int group, long index, long nowMicros) {
    LogTimes log = log(new GroupOfNode(node, group));
    log.open(index, nowMicros);
    log.clock(wallAheadMicros.getOrDefault(node, 0L));
  }

  void written(Event.EntryWritten event, long nowMicros) {
    LogTimes log = log(new GroupOfNode(event.node(), event.group()));
    if (!log.isMonotonic(event.index(), event.logTimeMicros())) {
      findings.breach(
          Invariant.LOG_TIME_MONOTONIC,
          "After entry "
              + log.lastIndex()
              + " at "
              + log.lastMicros()
              + " us, group "
              + event.group()
              + " wrote entry "
              + event.index()
              + " at "
              + event.logTimeMicros()
              + " us");
      return;
    }
    if (!log.keepsPace(event.logTimeMicros(), nowMicros)) {
      findings.breach(
          Invariant.LOG_TIME_KEEPS_PACE,
          "Entry "
              + event.index()
              + " of group "
              + event.group()
              + " has a log time of "
              + event.logTimeMicros()
              + " us, which no clock of its node can have reached");
    }
    log.write(event.index(), event.logTimeMicros());
  }

  void failed(int incarnation, int group) {
    failed.add(new GroupOfIncarnation(incarnation, group));
  }

  /** A call was accepted. */
  void checkAlive(Event.Called called) {
    int group =
        switch (called) {
          case Event.CreateCalled _, Event.DeleteCalled _ -> 0;
          case Event.EnqueueCalled _, Event.SettleCalled _, Event.SubscribeCalled _ -> 1;
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
  }

  private LogTimes log(GroupOfNode key) {
    return logs.computeIfAbsent(key, _ -> new LogTimes());
  }
}
