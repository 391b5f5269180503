package dev.vez.domain.outcome;

/** What came of sharing a token bucket out in another way. */
public sealed interface MoveSharesOutcome extends Outcome permits SharesMoving, SharesStay {}
