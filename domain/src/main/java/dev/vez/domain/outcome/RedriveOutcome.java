package dev.vez.domain.outcome;

/** Answers to {@code RedriveMessages}. */
public sealed interface RedriveOutcome extends Outcome
    permits RedriveStarted, RedriveUnderWay, RedriveParentMissing, QueueMissing {}
