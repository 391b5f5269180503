package dev.vez.domain.outcome;

/** Refused: the name is taken, if only by a queue that is being deleted. */
public record QueueExists() implements CreateQueueOutcome {}
