package dev.vez.domain.outcome;

/** Answers to {@code AckMessage}. */
public sealed interface AckOutcome extends Outcome
    permits Acked, LeaseMissing, LeaseLost, QueueMissing {}
