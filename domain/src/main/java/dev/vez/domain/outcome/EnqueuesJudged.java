package dev.vez.domain.outcome;

import java.util.List;

/**
 * Not every message is in the queue under its own id.
 *
 * @param judgements one for each message, in order
 */
public record EnqueuesJudged(List<EnqueueJudgement> judgements) implements EnqueueOutcome {
  public EnqueuesJudged {
    judgements = List.copyOf(judgements);
  }

  /** How many messages are in the queue. */
  public int accepted() {
    return (int) judgements.stream().filter(EnqueueJudgement.Accepted.class::isInstance).count();
  }
}
