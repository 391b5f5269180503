package dev.vez.domain.outcome;

/** All messages are in the queue under their own ids. */
public record Enqueued() implements EnqueueOutcome {}
