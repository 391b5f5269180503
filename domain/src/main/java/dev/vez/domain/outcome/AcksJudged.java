package dev.vez.domain.outcome;

import java.util.List;

/**
 * Each message has its own outcome.
 *
 * @param outcomes one for each message, in order
 */
public record AcksJudged(List<AckOutcome> outcomes) implements AcksOutcome {
  public AcksJudged {
    outcomes = List.copyOf(outcomes);
  }

  /** How many messages are gone. */
  public int acked() {
    int acked = 0;
    for (AckOutcome outcome : outcomes) {
      if (outcome instanceof Acked) {
        acked++;
      }
    }
    return acked;
  }
}
