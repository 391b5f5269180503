package dev.vez.domain.outcome;

/** Answers to {@code ExtendLease}. */
public sealed interface ExtendOutcome extends Outcome
    permits LeaseExtended, LeaseMissing, LeaseLost, QueueMissing {}
