package dev.vez.app.crash;

import dev.vez.app.harness.Findings;
import dev.vez.app.harness.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a campaign has measured. */
final class CrashFigures {

  private final List<Duration> starts = new ArrayList<>();
  private final Map<String, Long> judged = new LinkedHashMap<>();
  private int kills;
  private int earlyKills;

  void started(Duration servingAfter) {
    starts.add(servingAfter);
  }

  void killed() {
    kills++;
  }

  void killedEarly() {
    earlyKills++;
  }

  void judged(Verdict verdict) {
    for (Findings findings : verdict.findings()) {
      judged.merge(findings.checker(), findings.judged(), Long::sum);
    }
  }

  /** How many things each checker could judge, by the checker's name. */
  Map<String, Long> judged() {
    return judged;
  }

  @Override
  public String toString() {
    List<Long> millis = starts.stream().map(Duration::toMillis).sorted().toList();
    return "%d kills under load, %d while starting; start to serving %d ms median, %d ms longest; judged %s"
        .formatted(kills, earlyKills, millis.get(millis.size() / 2), millis.getLast(), judged);
  }
}
