package dev.vez.domain.outcome;

import dev.vez.domain.id.RedriveId;

/**
 * Refused: another redrive of this dead-letter queue has not ended.
 *
 * @param id that one
 */
public record RedriveUnderWay(RedriveId id) implements RedriveOutcome {}
