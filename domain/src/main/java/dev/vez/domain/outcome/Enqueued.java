package dev.vez.domain.outcome;

/** The messages are in the queue. */
public record Enqueued() implements EnqueueOutcome {}
