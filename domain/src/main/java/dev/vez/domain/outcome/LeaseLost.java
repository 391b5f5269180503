package dev.vez.domain.outcome;

import dev.vez.domain.id.LeaseId;

/**
 * Refused: the message is leased again, under a later lease than the caller's.
 *
 * @param current the lease that is alive
 */
public record LeaseLost(LeaseId current) implements AckOutcome, NackOutcome, ExtendOutcome {}
