package dev.vez.domain.outcome;

/** Answers to {@code NackMessage}. */
public sealed interface NackOutcome extends Outcome
    permits Nacked, DeadLettered, LeaseMissing, LeaseLost, QueueMissing {}
