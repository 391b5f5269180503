package dev.vez.domain.outcome;

/** The groups are being told, those first that give something up. */
public record SharesMoving() implements MoveSharesOutcome {}
