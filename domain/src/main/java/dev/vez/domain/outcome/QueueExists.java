package dev.vez.domain.outcome;

/**
 * The queue was not created: a name that it needs is not free.
 *
 * @param name its own, or that of its dead-letter queue, which is still being deleted
 */
public record QueueExists(String name) implements CreateQueueOutcome {}
