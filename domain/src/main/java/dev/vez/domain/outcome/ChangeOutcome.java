package dev.vez.domain.outcome;

/** Answers to {@code CarryOutChange}. */
public sealed interface ChangeOutcome extends Outcome
    permits ChangeCarriedOut, ChangeAlreadyDone, ChangeOutOfOrder {}
