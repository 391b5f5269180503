package dev.vez.domain.outcome;

/** The catalogue has no such queue, or it is being deleted already. */
public record QueueUnknown() implements DeleteQueueOutcome {}
