package dev.vez.app.campaign;

import dev.vez.app.harness.Answer;
import dev.vez.app.harness.Event;
import dev.vez.app.harness.Findings;
import dev.vez.app.harness.History;
import dev.vez.app.harness.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a campaign has done and judged. */
final class CampaignFigures {

  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private final Map<String, Long> judged = new LinkedHashMap<>();
  private final Map<Answer, Long> enqueued = new EnumMap<>(Answer.class);
  private long deliveries;
  private Duration longest = Duration.ZERO;

  void struck(Fault fault, Duration tookUntilWhole) {
    faults.merge(fault, 1, Integer::sum);
    longest = longest.compareTo(tookUntilWhole) < 0 ? tookUntilWhole : longest;
  }

  void judged(History history, Verdict verdict) {
    for (Findings findings : verdict.findings()) {
      judged.merge(findings.checker(), findings.judged(), Long::sum);
    }
    for (Event event : history.events()) {
      if (event instanceof Event.EnqueueAnswered answered) {
        enqueued.merge(answered.answer(), 1L, Long::sum);
      } else if (event instanceof Event.Delivered) {
        deliveries++;
      }
    }
  }

  /** How many things each checker could judge, by the checker's name. */
  Map<String, Long> judged() {
    return judged;
  }

  @Override
  public String toString() {
    return "%d faults %s, longest %d ms; enqueues %s, %d deliveries; judged %s"
        .formatted(
            faults.values().stream().mapToInt(Integer::intValue).sum(),
            faults,
            longest.toMillis(),
            enqueued,
            deliveries,
            judged);
  }
}
