package dev.vez.simulation.audit;

import dev.vez.simulation.audit.Event.LeaseBegun;
import dev.vez.simulation.audit.Event.LimitSet;
import dev.vez.simulation.audit.Event.Scheduled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges rates in log time, over all leases that began, whoever led: neither a new leader nor a
 * restart gives a token that was taken.
 */
final class ThrottleAudit {

  private final Findings findings;
  private final Map<Integer, List<Scheduled>> told = new TreeMap<>();
  private final Map<Integer, Map<String, TokenAllowance>> allowances = new TreeMap<>();

  ThrottleAudit(Findings findings) {
    this.findings = findings;
  }

  /** The limits of a key in a group, none where it has no bucket there. */
  @Nullable RateLimit limits(int group, String key) {
    return allowance(group, key).limits();
  }

  void scheduled(Scheduled event) {
    told.computeIfAbsent(event.group(), _ -> new ArrayList<>()).add(event);
    String exceeded = follow(event);
    if (exceeded != null) {
      findings.breach(
          Invariant.THROTTLE_NEVER_EXCEEDED,
          "At entry "
              + event.index()
              + " of group "
              + event.group()
              + ", "
              + event.logTimeMicros()
              + " us, more was leased under "
              + exceeded
              + " than "
              + limits(event.group(), exceeded)
              + " allows");
    }
  }

  /** A node alone has lost what lies above {@code index}, and its indices are used again. */
  void reopened(int group, long index) {
    List<Scheduled> kept = told.getOrDefault(group, List.of());
    if (!kept.isEmpty() && kept.getLast().index() > index) {
      kept.removeIf(event -> event.index() > index);
      allowances.remove(group);
      kept.forEach(this::follow);
    }
  }

  /** Gives a key under which too much was leased, if there is one. */
  private @Nullable String follow(Scheduled event) {
    for (LimitSet change : event.limits()) {
      allowance(event.group(), change.throttleKey()).set(change.limits(), event.logTimeMicros());
    }
    String exceeded = null;
    for (LeaseBegun lease : event.leases()) {
      for (String key : new HashSet<>(lease.throttleKeys())) {
        if (!allowance(event.group(), key).take(event.logTimeMicros())) {
          exceeded = key;
        }
      }
    }
    return exceeded;
  }

  private TokenAllowance allowance(int group, String key) {
    return allowances
        .computeIfAbsent(group, _ -> new TreeMap<>())
        .computeIfAbsent(key, _ -> new TokenAllowance());
  }
}
