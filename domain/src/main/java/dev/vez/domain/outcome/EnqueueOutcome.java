package dev.vez.domain.outcome;

/** Answers to {@code EnqueueMessages}. */
public sealed interface EnqueueOutcome extends Outcome
    permits Enqueued, EnqueuesJudged, QueueMissing {}
