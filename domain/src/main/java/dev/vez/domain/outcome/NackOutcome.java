package dev.vez.domain.outcome;

/** Answers to {@code NackMessage}. */
public sealed interface NackOutcome extends Outcome
    permits Nacked, LeaseMissing, LeaseLost, QueueMissing {}
