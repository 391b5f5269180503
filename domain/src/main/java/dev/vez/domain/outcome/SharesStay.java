package dev.vez.domain.outcome;

/** Nothing has changed: the bucket is not what it was, or is being changed. */
public record SharesStay() implements MoveSharesOutcome {}
