package dev.vez.domain.outcome;

/**
 * The queue is marked; its group has yet to carry the change out.
 *
 * @param group the data group that hosts it
 * @param mark the change's mark
 */
public record QueueMarkedDeleting(int group, long mark) implements DeleteQueueOutcome {}
