package dev.vez.domain.outcome;

import dev.vez.domain.id.RedriveId;

/**
 * The redrive has begun; later entries carry it out.
 *
 * @param id its identity
 */
public record RedriveStarted(RedriveId id) implements RedriveOutcome {}
