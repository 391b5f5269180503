package dev.vez.domain.outcome;

/**
 * The message waits at the tail of its flow.
 *
 * @param attempts attempts so far, 1 or greater
 */
public record Nacked(int attempts) implements NackOutcome {}
