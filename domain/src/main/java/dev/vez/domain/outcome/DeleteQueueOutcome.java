package dev.vez.domain.outcome;

/** Answers to {@code DeleteQueue}. */
public sealed interface DeleteQueueOutcome extends Outcome
    permits QueueMarkedDeleting, QueueUnknown {}
