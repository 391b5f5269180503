package dev.vez.domain.outcome;

/** Answers to {@code AckMessages}. */
public sealed interface AcksOutcome extends Outcome permits AcksJudged, QueueMissing {}
