package dev.vez.domain.outcome;

/**
 * The message is retried: it waits in its flow, or will when its delay has passed.
 *
 * @param attempts attempts so far, 1 or greater
 * @param isDeadLetterQueueMissing whether it would be a dead letter, had its queue a dead-letter
 *     queue
 */
public record Nacked(int attempts, boolean isDeadLetterQueueMissing) implements NackOutcome {}
