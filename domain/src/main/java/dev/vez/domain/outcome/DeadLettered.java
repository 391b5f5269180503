package dev.vez.domain.outcome;

/**
 * The message is a dead letter: it is in the dead-letter queue, or moves there with the next
 * entries.
 *
 * @param attempts attempts so far, 1 or greater
 */
public record DeadLettered(int attempts) implements NackOutcome {}
